const PAGE = `@page { size: A4; margin: 20mm }
body { font: 11.5pt/1.5 Georgia, serif; color: #222; max-width: 42rem; margin: 0 auto }
h1 { font-size: 20pt } h2 { font-size: 14pt; break-after: avoid }
table { border-collapse: collapse; width: 100% } td, th { border: 1px solid #999; padding: 4pt 6pt; text-align: left; vertical-align: top }
.line { border-bottom: 1px solid #555; min-height: 2.2em } section { break-inside: avoid }`;

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // pages on plain http have no clipboard; a selection still has
    const box = document.createElement("textarea");
    box.value = text;
    document.body.append(box);
    box.select();
    const copied = document.execCommand("copy");
    box.remove();
    return copied;
  }
}

function download(content, file, kind) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: kind }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return true;
}

function print(html) {
  const frame = document.createElement("iframe");
  frame.title = "print";
  frame.style.cssText = "position:fixed;width:0;height:0;border:0";
  frame.srcdoc = `<!doctype html><html lang="${document.documentElement.lang}"><meta charset="utf-8"><style>${PAGE}</style>${html}</html>`;
  frame.onload = () => {
    frame.contentWindow.onafterprint = () => frame.remove();
    frame.contentWindow.focus();
    frame.contentWindow.print();
  };
  document.body.append(frame);
  return true;
}

export default {
  render({ model, el }) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "jupyter-widgets jupyter-button widget-button nv-quiet nv-take";
    button.textContent = model.get("label");
    const said = document.createElement("span");
    said.className = "nv-saved";
    said.setAttribute("role", "status");
    el.append(button, said);
    let waiting = false;
    button.onclick = () => {
      waiting = true;
      model.send("press");
    };
    const answer = async (message, buffers) => {
      if (!waiting) return; // another window's button
      waiting = false;
      if (message.what === "nothing") {
        said.textContent = model.get("failed");
        return;
      }
      const content = buffers[0];
      const text = () => new TextDecoder().decode(content);
      const went = { copy: () => copy(text()), download: () => download(content, message.file, message.kind), print: () => print(text()) };
      said.textContent = (await went[message.what]()) ? model.get("done") : model.get("failed");
    };
    model.on("msg:custom", answer);
    return () => model.off("msg:custom", answer);
  },
};
