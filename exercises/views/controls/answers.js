// Rows of native boxes: the browser's own keyboard, focus and names for screen readers come with them.

// Every widget loads this module anew, so a count would give two widgets one name, and their radio buttons
// would rule each other out.
const fresh = () => `nv-${Math.random().toString(36).slice(2)}`;

export default {
  render({ model, el }) {
    const root = document.createElement("div");
    root.className = "nv-answers";
    // JupyterLab would take arrows and digits for its own.
    root.dataset.lmSuppressShortcuts = "true";
    el.append(root);
    const name = fresh();
    let waiting = false;

    const picked = (row) => model.get("value")[row] ?? [];

    function draw() {
      waiting = false;
      const focused = root.contains(document.activeElement) ? document.activeElement.dataset : undefined;
      const kind = model.get("many") ? "checkbox" : "radio";
      const options = model.get("options");
      const rows = model.get("rows").map(([row, label]) => {
        const set = document.createElement("fieldset");
        const legend = document.createElement("legend");
        legend.textContent = label;
        const boxes = document.createElement("div");
        boxes.className = "nv-picks";
        for (const [option, words] of options) {
          const box = document.createElement("input");
          box.type = kind;
          box.name = `${name}-${row}`;
          box.checked = picked(row).includes(option);
          Object.assign(box.dataset, { row, option });
          const pick = document.createElement("label");
          pick.className = "nv-pick";
          const text = document.createElement("span");
          text.textContent = words;
          pick.append(box, text);
          boxes.append(pick);
        }
        set.append(legend, boxes);
        return set;
      });
      root.replaceChildren(...rows);
      root.classList.toggle("nv-many-rows", rows.length > 1);
      if (focused) {
        find(focused.row, focused.option)?.focus();
      }
    }

    // One message from the kernel changes rows, options and value: draw once.
    function drawSoon() {
      if (!waiting) {
        waiting = true;
        queueMicrotask(draw);
      }
    }

    const boxes = () => [...root.querySelectorAll("input")];
    const find = (row, option) => boxes().find((box) => box.dataset.row === row && box.dataset.option === option);

    function mark() {
      if (!waiting) {
        for (const box of boxes()) {
          box.checked = picked(box.dataset.row).includes(box.dataset.option);
        }
      }
    }

    root.addEventListener("change", (event) => {
      const { row } = event.target.dataset;
      const chosen = boxes().filter((box) => box.dataset.row === row && box.checked);
      model.set("value", { ...model.get("value"), [row]: chosen.map((box) => box.dataset.option) });
      model.save_changes();
    });

    root.addEventListener("keydown", (event) => {
      const here = event.target.closest("fieldset");
      const pick = here?.querySelectorAll("input")[Number(event.key) - 1];
      if (model.get("many") || !pick || event.ctrlKey || event.altKey || event.metaKey) {
        return;
      }
      event.preventDefault();
      if (!pick.checked) {
        pick.click();
      }
      const next = here.nextElementSibling;
      (next?.querySelector("input:checked") ?? next?.querySelector("input") ?? pick).focus();
    });

    draw();
    model.on("change:rows change:options change:many", drawSoon);
    model.on("change:value", mark);
    return () => {
      model.off("change:rows change:options change:many", drawSoon);
      model.off("change:value", mark);
    };
  },
};
