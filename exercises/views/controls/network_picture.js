// Draws the picture of an ego network and lets people be looked at, moved and chosen. It counts and words nothing.
// Every name goes in as text or attribute, never as markup; nothing is logged.

const SVG = "http://www.w3.org/2000/svg";
const TEXT = 13; // px, whatever the zoom
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif";
const RIM = 26; // px around the rings, for the names of the circles
const ZOOM = { least: 1, most: 8, step: 1.5 };
const MARK = { least: 3.5, most: 15 };
const EXPORT = 1200;
const FEW_LINES = 300;

const ORDINARY = {
  paper: "#fffdfa", ink: "#2b2a28", soft: "#5d5750", ring: "#d5c9b8", line: "#8a8177", hot: "#2b2a28", wash: 0.1, pattern: 0.32,
  colours: ["#0f6e5c", "#b4521a", "#2c5aa0", "#8b3a7e", "#6b6a12", "#b3263c", "#4b5a6a", "#7a4a26"],
};
const STRONG = { ...ORDINARY, soft: "#2b2a28", ring: "#857b6f", line: "#4a453f", hot: "#000", pattern: 0.6 };
const SYSTEM = { paper: "Canvas", ink: "CanvasText", soft: "CanvasText", ring: "GrayText", line: "CanvasText", hot: "Highlight", wash: 0, pattern: 0.5, colours: ["CanvasText"] };

const polygon = (n, turn) => (r) =>
  Array.from({ length: n }, (_, i) => {
    const a = turn + (2 * Math.PI * i) / n;
    return `${i ? "L" : "M"}${round(r * Math.sin(a))} ${round(-r * Math.cos(a))}`;
  }).join("") + "Z";
const circle = (r) => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
const scaled = (shape, by) => (r) => shape(r * by);
const plus = (r) => {
  const a = round(r * 0.38);
  return `M${-a} ${-r}H${a}V${-a}H${r}V${a}H${a}V${r}H${-a}V${a}H${-r}V${-a}H${-a}Z`;
};
// Seven shapes and eight colours share no factor: 56 circles are told apart.
const SHAPES = [circle, scaled(polygon(4, Math.PI / 4), 1.18), scaled(polygon(3, 0), 1.2), scaled(polygon(4, 0), 1.15), scaled(polygon(6, 0), 1.05), scaled(polygon(3, Math.PI), 1.2), plus];
const PATTERNS = ["M0 8L8 0M-2 2L2 -2M6 10L10 6", "M3 4a1 1 0 1 0 2 0a1 1 0 1 0 -2 0", "M0 0L8 8M-2 6L2 10M6 -2L10 2", "M0 4H8", "M4 0V8M0 4H8", "M4 0V8"];

const round = (x) => Math.round(x * 100) / 100;
const clamp = (x, low, high) => Math.min(high, Math.max(low, x));
const turn = (angle) => ((angle % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);

function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  set(node, attributes);
  node.append(...children);
  return node;
}

function html(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  set(node, attributes);
  node.append(...children);
  return node;
}

function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : value);
  }
}

let measuring;
function textWidth(text, size = TEXT) {
  measuring ??= document.createElement("canvas").getContext("2d");
  measuring.font = `${size}px ${FONT}`;
  return measuring.measureText(text).width;
}

function palette() {
  if (matchMedia("(forced-colors: active)").matches) return SYSTEM;
  return matchMedia("(prefers-contrast: more)").matches ? STRONG : ORDINARY;
}

/** One circle's mark: its shape in its colour; `null` is somebody without a circle. */
function mark(number, r, colours) {
  if (number === null) return { d: circle(round(r)), fill: colours.paper, stroke: colours.soft, "stroke-width": 2 };
  const colour = colours.colours[number % colours.colours.length];
  return { d: SHAPES[number % SHAPES.length](round(r)), fill: colour, stroke: colours.paper, "stroke-width": 1.5 };
}

let scenes = 0;

/** The drawing itself. Styled by attributes alone, so that a saved picture looks like the one on the page. */
class Scene {
  constructor(colours) {
    this.colours = colours;
    this.key = `nvp${scenes++}`;
    this.view = { k: 1, x: 0, y: 0 };
    this.shown = null; // whose ties stand out
    this.moving = null;
    this.root = svg("svg", { class: "nvp-svg", "font-family": FONT, "font-size": TEXT });
    this.under = svg("g", { "aria-hidden": "true" });
    this.lines = { known: this._line(), unknown: this._line("5 4") };
    this.hot = { known: this._line(null, true), unknown: this._line("5 4", true) };
    this.ego = svg("g", { "aria-hidden": "true", "pointer-events": "none" });
    this.marks = svg("g");
    // In a layer of their own, since a mark that is brought to the front would lose the keyboard's focus.
    this.names = svg("g", { "aria-hidden": "true", "pointer-events": "none" });
    this.root.append(this.under, ...Object.values(this.lines), ...Object.values(this.hot), this.ego, this.marks, this.names);
  }

  _line(dash, hot) {
    const { colours } = this;
    return svg("path", { fill: "none", stroke: hot ? colours.hot : colours.line, "stroke-width": hot ? 2 : 1.3, "stroke-dasharray": dash, "pointer-events": "none" });
  }

  /** Take over what is to be drawn. */
  fill(drawing, places, whatif) {
    this.drawing = drawing;
    this.gone = new Set(whatif.gone);
    this.people = [...drawing.people, ...whatif.new.map((person) => ({ ...person, isNew: true }))];
    this.at = new Map(this.people.map((person, i) => [person.id, i]));
    this.spots = this.people.map((person) => {
      const [angle, depth] = places[person.id] ?? [person.angle, person.depth];
      return { angle, depth };
    });
    this.ties = [
      ...drawing.ties,
      ...whatif.new.flatMap((person) => person.knows.filter((id) => this.at.has(id)).map((id) => [this.at.get(person.id), this.at.get(id), 1])),
    ].filter(([a, b]) => !this.gone.has(this.people[a].id) && !this.gone.has(this.people[b].id));
    this.near = this.people.map(() => new Set());
    for (const [a, b] of this.ties) {
      this.near[a].add(b);
      this.near[b].add(a);
    }
    const thin = this.ties.length > FEW_LINES;
    for (const line of Object.values(this.lines)) line.setAttribute("stroke-width", thin ? 0.7 : 1.3);
    this._ground();
    this._people();
  }

  size(width, height) {
    Object.assign(this, { width, height });
    set(this.root, { width, height, viewBox: `0 0 ${width} ${height}` });
  }

  get scale() {
    return ((Math.min(this.width, this.height) / 2 - RIM) / this.drawing.radius) * this.view.k;
  }

  middle() {
    return { x: this.width / 2 + this.view.x, y: this.height / 2 + this.view.y };
  }

  xy(i) {
    const ring = this.drawing.rings[this.people[i].ring];
    const { angle, depth } = this.spots[i];
    const r = (ring.inner + depth * (ring.outer - ring.inner)) * this.scale;
    const { x, y } = this.middle();
    return [x + r * Math.sin(angle), y - r * Math.cos(angle)];
  }

  /** The spot nearest to a point, in the ring where this person belongs: distance is closeness, and stays so. */
  spotAt(i, x, y) {
    const ring = this.drawing.rings[this.people[i].ring];
    const middle = this.middle();
    const [dx, dy] = [x - middle.x, y - middle.y];
    const depth = (Math.hypot(dx, dy) / this.scale - ring.inner) / (ring.outer - ring.inner);
    return { angle: turn(Math.atan2(dx, -dy)), depth: clamp(depth, 0.05, 0.95) };
  }

  /** The index of whoever stands nearest, within `reach` px. */
  nearest(x, y, reach) {
    let [best, found] = [this.markSize + reach, -1];
    this.people.forEach((_, i) => {
      const [px, py] = this.points[i];
      const far = Math.hypot(px - x, py - y);
      if (far < best) [best, found] = [far, i];
    });
    return found;
  }

  _ground() {
    const { colours, drawing } = this;
    const defs = svg("defs");
    this.wedges = [];
    this.rims = [];
    this.rings = drawing.rings.map(() => svg("circle", { fill: "none", stroke: colours.ring, "stroke-width": 1 }));
    for (const sector of drawing.sectors) {
      if (sector.circle === null) continue;
      const n = sector.circle;
      const colour = colours.colours[n % colours.colours.length];
      const id = `${this.key}p${n}`;
      const drawn = { d: PATTERNS[n % PATTERNS.length], fill: "none", stroke: colour, "stroke-width": 1.1, opacity: colours.pattern };
      defs.append(svg("pattern", { id, width: 8, height: 8, patternUnits: "userSpaceOnUse" }, svg("path", drawn)));
      const wash = svg("path", { fill: colour, opacity: colours.wash });
      const texture = svg("path", { fill: `url(#${id})`, opacity: 0.55 });
      const arc = svg("path", { id: `${this.key}a${n}`, fill: "none" });
      const along = svg("textPath", { href: `#${this.key}a${n}`, startOffset: "50%" }, sector.name);
      const name = svg("text", { "text-anchor": "middle", fill: colour, "font-weight": 600 }, along);
      defs.append(arc);
      this.wedges.push({ sector, wash, texture });
      this.rims.push({ sector, arc, name, width: textWidth(sector.name) * 1.1 });
    }
    this.ringNames = drawing.rings.map((ring) =>
      svg("text", { "text-anchor": "middle", "dominant-baseline": "central", fill: colours.soft, "font-size": 12, stroke: colours.paper, "stroke-width": 5, "paint-order": "stroke" }, ring.name),
    );
    this.egoMark = svg("circle", { fill: colours.ink });
    this.egoName = svg("text", { "text-anchor": "middle", "dominant-baseline": "central", fill: colours.paper, "font-weight": 600 }, drawing.ego);
    this.under.replaceChildren(
      defs,
      ...this.wedges.flatMap(({ wash, texture }) => [wash, texture]),
      ...this.rings,
      ...this.rims.map(({ name }) => name),
      ...this.ringNames,
    );
    this.ego.replaceChildren(this.egoMark, this.egoName);
  }

  _people() {
    const { colours } = this;
    this.nodes = this.people.map((person) => {
      const gone = this.gone.has(person.id);
      const ring = svg("path", { class: "nvp-ring", fill: "none", stroke: colours.ink, "stroke-width": 2.5, visibility: "hidden" });
      const shape = svg("path");
      const badges = person.circles.slice(1, 4).map((number) => ({ number, node: svg("path") }));
      const sign = gone || person.isNew ? svg("path", { fill: "none", stroke: gone || !person.circles.length ? colours.ink : colours.paper, "stroke-width": 2, "stroke-linecap": "round" }) : null;
      const label = svg("text", { "text-anchor": "middle", fill: gone ? colours.soft : colours.ink, stroke: colours.paper, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke", "font-style": person.isNew ? "italic" : null }, person.name);
      const group = svg("g", { class: "nvp-node" }, ring, shape, ...badges.map(({ node }) => node), ...(sign ? [sign] : []));
      return { person, gone, group, ring, shape, badges, sign, label, width: textWidth(person.name) };
    });
    this.marks.replaceChildren(...this.nodes.map(({ group }) => group));
    this.names.replaceChildren(...this.nodes.map(({ label }) => label));
  }

  /** Put everything in its place: after a change of size, zoom or content. */
  place() {
    const s = this.scale;
    const { x, y } = this.middle();
    this.markSize = clamp(s / 2, MARK.least, MARK.most);
    const outer = this.drawing.radius * s;
    const inner = this.drawing.rings[0].inner * s;
    this.drawing.rings.forEach((ring, i) => {
      const r = ring.outer * s;
      set(this.rings[i], { cx: x, cy: y, r });
      set(this.ringNames[i], { x, y: y - ((ring.inner + ring.outer) / 2) * s });
    });
    const polar = (r, a) => `${round(x + r * Math.sin(a))} ${round(y - r * Math.cos(a))}`;
    for (const { sector, wash, texture } of this.wedges) {
      const { start, end } = sector;
      const wide = end - start > Math.PI ? 1 : 0;
      const d = `M${polar(inner, start)}L${polar(outer, start)}A${outer} ${outer} 0 ${wide} 1 ${polar(outer, end)}L${polar(inner, end)}A${inner} ${inner} 0 ${wide} 0 ${polar(inner, start)}Z`;
      wash.setAttribute("d", d);
      texture.setAttribute("d", d);
    }
    for (const rim of this.rims) {
      const { sector, arc, name, width } = rim;
      const { start, end } = sector;
      const middle = (start + end) / 2;
      const below = middle > Math.PI / 2 && middle < 1.5 * Math.PI;
      const r = outer + (below ? 18 : 8);
      const wide = end - start > Math.PI ? 1 : 0;
      arc.setAttribute("d", below ? `M${polar(r, end)}A${r} ${r} 0 ${wide} 0 ${polar(r, start)}` : `M${polar(r, start)}A${r} ${r} 0 ${wide} 1 ${polar(r, end)}`);
      const fits = width < (end - start) * r;
      name.setAttribute("visibility", fits ? "visible" : "hidden");
      const half = fits ? width / r / 2 + 0.03 : 0;
      Object.assign(rim, { from: middle - half, to: middle + half });
    }
    const ego = clamp(s * 1.1, 12, 22);
    set(this.egoMark, { cx: x, cy: y, r: Math.max(ego, textWidth(this.drawing.ego) / 2 + 6) });
    set(this.egoName, { x, y });
    this.points = this.people.map((_, i) => this.xy(i));
    this.nodes.forEach((_, i) => this._shape(i));
    this.people.forEach((_, i) => this._put(i));
    this._names();
    this._stillLines();
    this._hotLines();
  }

  _shape(i) {
    const { person, gone, ring, shape, badges, sign } = this.nodes[i];
    const r = this.markSize;
    const number = person.circles.length ? person.circles[0] : null;
    const drawn = mark(number, r, this.colours);
    if (gone) Object.assign(drawn, { stroke: number === null ? drawn.stroke : drawn.fill, fill: this.colours.paper, "stroke-width": 1.5, "stroke-dasharray": "3 2" });
    set(shape, drawn);
    ring.setAttribute("d", circle(round(r + 4)));
    badges.forEach(({ number: other, node }, at) => {
      set(node, { ...mark(other, Math.max(r * 0.45, 3), this.colours), "stroke-width": 1, transform: `translate(${round(r * 0.85)} ${round(-r * 0.85 + at * r)})` });
    });
    const a = round(r * (gone ? 0.9 : 0.5));
    sign?.setAttribute("d", gone ? `M${-a} ${-a}L${a} ${a}M${a} ${-a}L${-a} ${a}` : `M${-a} 0H${a}M0 ${-a}V${a}`);
  }

  _put(i) {
    const [x, y] = this.points[i];
    const { group, label } = this.nodes[i];
    for (const node of [group, label]) node.setAttribute("transform", `translate(${round(x)} ${round(y)})`);
  }

  /** Names where there is room for them: of the one looked at and their contacts first, then of the closest. */
  _names() {
    const r = this.markSize;
    const first = this.moving ?? this.at.get(this.shown);
    const rank = (i) => (i === first ? 0 : first !== undefined && this.near[first].has(i) ? 1 : 2);
    const boxes = this.points.map(([x, y]) => [x - r, y - r, x + r, y + r]);
    const middle = this.middle();
    const ego = Number(this.egoMark.getAttribute("r"));
    boxes.push([middle.x - ego, middle.y - ego, middle.x + ego, middle.y + ego]);
    const touches = (box, except) => boxes.some((other, j) => j !== except && box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
    const order = this.people.map((_, i) => i).sort((a, b) => rank(a) - rank(b) || this.people[a].ring - this.people[b].ring || a - b);
    for (const i of order) {
      const { label, width } = this.nodes[i];
      const [x, y] = this.points[i];
      const places = [[0, r + TEXT + 3, "middle"], [0, -r - 6, "middle"], [r + 5, 4.5, "start"], [-r - 5, 4.5, "end"]];
      let put = null;
      for (const [dx, dy, anchor] of places) {
        const left = x + dx - { middle: width / 2, start: 0, end: width }[anchor];
        const box = [left - 1, y + dy - TEXT + 1, left + width + 1, y + dy + 4];
        if (box[0] < 0 || box[1] < 0 || box[2] > this.width || box[3] > this.height || touches(box, i) || this._onRim(box)) continue;
        put = [dx, dy, anchor, box];
        break;
      }
      const [dx, dy, anchor] = put ?? places[0];
      set(label, { x: round(dx), y: round(dy), "text-anchor": anchor, visibility: put || i === first ? "visible" : "hidden" });
      if (put) boxes.push(put[3]);
    }
  }

  /** Whether a box would cover the name of a circle. */
  _onRim([left, top, right, bottom]) {
    const { x, y } = this.middle();
    const outer = this.drawing.radius * this.scale;
    return [[left, top], [right, top], [left, bottom], [right, bottom]].some(([cx, cy]) => {
      if (Math.hypot(cx - x, cy - y) < outer + 4) return false;
      const angle = turn(Math.atan2(cx - x, y - cy));
      return this.rims.some(({ from, to }) => angle > from && angle < to);
    });
  }

  _d(ties) {
    const d = { known: [], unknown: [] };
    for (const [a, b, known] of ties) {
      const [[x1, y1], [x2, y2]] = [this.points[a], this.points[b]];
      d[known ? "known" : "unknown"].push(`M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}`);
    }
    return { known: d.known.join(""), unknown: d.unknown.join("") };
  }

  _stillLines() {
    const d = this._d(this.ties.filter(([a, b]) => a !== this.moving && b !== this.moving));
    for (const kind of ["known", "unknown"]) this.lines[kind].setAttribute("d", d[kind]);
  }

  _hotLines() {
    const i = this.moving ?? this.at.get(this.shown);
    const d = i === undefined ? { known: "", unknown: "" } : this._d(this.ties.filter(([a, b]) => a === i || b === i));
    for (const kind of ["known", "unknown"]) this.hot[kind].setAttribute("d", d[kind]);
  }

  /** Let one person's ties stand out; nobody's with null. */
  show(id) {
    if (this.shown === id) return;
    this.shown = id;
    const i = this.at.get(id);
    const fade = i !== undefined && this.near[i].size > 0;
    this.nodes.forEach(({ group, label }, j) => {
      const opacity = !fade || i === j || this.near[i].has(j) ? null : 0.35;
      set(group, { opacity });
      set(label, { opacity });
    });
    for (const line of Object.values(this.lines)) set(line, { opacity: fade ? 0.35 : null });
    if (i !== undefined) this.names.append(this.nodes[i].label);
    this._hotLines();
    this._names();
  }

  /** The mark around the chosen one. */
  choose(id) {
    for (const { person, ring } of this.nodes) ring.setAttribute("visibility", person.id === id ? "visible" : "hidden");
  }

  grab(i) {
    this.moving = i;
    this._stillLines();
    this._names();
  }

  move(i, spot) {
    this.spots[i] = spot;
    this.points[i] = this.xy(i);
    this._put(i);
    this._hotLines();
  }

  drop() {
    this.moving = null;
    this._names();
    this._stillLines();
    this._hotLines();
  }

  zoom(k, x = this.width / 2, y = this.height / 2) {
    const { view } = this;
    k = clamp(k, ZOOM.least, ZOOM.most);
    const by = k / view.k;
    view.x = (view.x + this.width / 2 - x) * by + x - this.width / 2;
    view.y = (view.y + this.height / 2 - y) * by + y - this.height / 2;
    view.k = k;
    this.pan(0, 0);
  }

  pan(dx, dy) {
    const { view } = this;
    const room = [this.width, this.height].map((side) => (side / 2) * (view.k - 1));
    view.x = clamp(view.x + dx, -room[0], room[0]);
    view.y = clamp(view.y + dy, -room[1], room[1]);
    this.place();
  }

  /** Bring somebody into sight when zoomed in. */
  reveal(i) {
    const [x, y] = this.points[i];
    const edge = 40;
    const dx = x < edge ? edge - x : Math.min(0, this.width - edge - x);
    const dy = y < edge ? edge - y : Math.min(0, this.height - edge - y);
    if (dx || dy) this.pan(dx, dy);
  }
}

/** The whole picture as a file: the rings, a legend, and a line on whose names it holds. */
function saved(state, words) {
  const scene = new Scene(ORDINARY);
  scene.fill(state.drawing, state.places, state.whatif);
  scene.size(EXPORT, EXPORT);
  scene.place();
  const lines = [...state.drawing.legend.map(({ circle: number, text }) => ({ number, text })), ...[...state.drawing.notes, ...state.whatif.notes].map((text) => ({ text }))];
  const step = 26;
  const height = EXPORT + 50 + step * (lines.length + 1);
  const { root } = scene;
  root.removeAttribute("class");
  set(root, { xmlns: SVG, width: EXPORT, height, viewBox: `0 0 ${EXPORT} ${height}` });
  root.prepend(svg("title", {}, words.alt), svg("rect", { width: EXPORT, height, fill: ORDINARY.paper }));
  lines.forEach(({ number, text }, i) => {
    const y = EXPORT + 30 + i * step;
    if (number !== undefined) root.append(svg("path", { ...mark(number, 8, ORDINARY), transform: `translate(40 ${y - 5})` }));
    root.append(svg("text", { x: number === undefined ? 30 : 60, y, "font-size": 16, fill: ORDINARY.ink }, text));
  });
  root.append(svg("text", { x: 30, y: height - 20, "font-size": 16, "font-weight": 600, fill: ORDINARY.ink }, words.whose_names));
  return { text: new XMLSerializer().serializeToString(root), width: EXPORT, height };
}

function download(blob, name) {
  const link = html("a", { download: name, href: URL.createObjectURL(blob) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function asPng({ text, width, height }) {
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = html("canvas", { width: width * 2, height: height * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The picture on the page: the scene, its buttons, and what is said of the one looked at. */
class Picture {
  constructor(model, el) {
    this.model = model;
    this.words = model.get("words");
    this.hover = null;
    this.focus = null;
    this.pointers = new Map();
    this._build(el);
    this.scene = null;
    this.room = null;
    this._fresh();
  }

  get state() {
    return { drawing: this.model.get("drawing"), places: this.model.get("places"), whatif: this.model.get("whatif") };
  }

  button(label, act, { name, cls = "" } = {}) {
    const node = html("button", { type: "button", class: `jupyter-widgets jupyter-button widget-button nv-quiet nvp-button ${cls}`, "aria-label": name, title: name }, label);
    node.addEventListener("click", act);
    return node;
  }

  _build(el) {
    const { words } = this;
    const save = (kind) => () => this._save(kind);
    this.full = this.button(words.full, () => this._fullScreen());
    this.full.hidden = !document.fullscreenEnabled;
    this.back = this.button(words.put_back, () => {
      clearTimeout(this.later);
      this.unsaved = null;
      this._moved({});
    });
    this.savedNote = html("p", { role: "status" });
    const tools = html(
      "div",
      { class: "nvp-tools", role: "group", "aria-label": words.tools },
      this.button("−", () => this._zoom(1 / ZOOM.step), { name: words.zoom_out, cls: "nvp-sign" }),
      this.button("+", () => this._zoom(ZOOM.step), { name: words.zoom_in, cls: "nvp-sign" }),
      this.button(words.whole, () => this._zoom(0)),
      this.back,
      this.full,
    );
    const keep = html(
      "details",
      { class: "nvp-keep" },
      html("summary", {}, words.save),
      html("p", {}, words.save_note),
      html("div", { class: "nvp-tools" }, this.button(words.save_png, save("png")), this.button(words.save_svg, save("svg"))),
      this.savedNote,
    );
    this.stage = html("div", { class: "nvp-stage" });
    this.name = html("p", { class: "nvp-name" });
    this.facts = html("dl");
    this.hint = html("p", { class: "nvp-hint" }, words.hint);
    this.out = this.button("", () => this.model.send({ what: "toggle", id: this.model.get("chosen") }));
    const nudge = (by) => () => this._nudge(this.scene.at.get(this.model.get("chosen")), by, 0);
    this.choice = html("div", { class: "nvp-tools" }, this.out, this.button("↺", nudge(-1), { name: words.move_left, cls: "nvp-sign" }), this.button("↻", nudge(1), { name: words.move_right, cls: "nvp-sign" }));
    this.card = html("div", { class: "nvp-card" }, this.hint, this.name, this.facts, this.choice);
    this.note = html("p", { class: "nvp-note", role: "status" });
    this.legend = html("ul", { class: "nvp-legend" });
    this.notes = html("div", { class: "nvp-notes" });
    this.root = html(
      "div",
      // Lumino would take the arrow keys for the notebook's own.
      { class: "nvp", "data-lm-suppress-shortcuts": "true" },
      tools,
      html("div", { class: "nvp-main" }, this.stage, html("div", { class: "nvp-side" }, this.note, this.card, this.legend, this.notes, html("details", { class: "nvp-keys" }, html("summary", {}, words.keys), html("p", {}, words.keys_1), html("p", {}, words.keys_2)), keep)),
    );
    el.append(this.root);
    this._listen();
  }

  _listen() {
    const { model, stage } = this;
    // One message from the kernel changes several values: draw once. What was moved here stands already.
    const changed = () => {
      if (this.waiting || this.own) return;
      this.waiting = true;
      queueMicrotask(() => {
        this.waiting = false;
        this._draw();
      });
    };
    const chosen = () => this._chosen();
    model.on("change:drawing", changed);
    model.on("change:places", changed);
    model.on("change:whatif", changed);
    model.on("change:chosen", chosen);
    const stop = new AbortController();
    const on = (node, type, listener, options = {}) => node.addEventListener(type, listener, { signal: stop.signal, ...options });
    on(stage, "pointerdown", (event) => this._down(event));
    on(stage, "pointermove", (event) => this._move(event));
    on(stage, "pointerup", (event) => this._up(event));
    on(stage, "pointercancel", (event) => this._up(event, true));
    on(stage, "pointerleave", () => this._hover(null));
    on(stage, "wheel", (event) => this._wheel(event), { passive: false });
    on(stage, "keydown", (event) => this._key(event));
    on(stage, "focusin", (event) => this._focused(event.target.closest(".nvp-node")?.dataset.id ?? null));
    on(stage, "focusout", () => this._focused(null));
    on(document, "fullscreenchange", () => this._fullScreenChanged());
    for (const query of ["(forced-colors: active)", "(prefers-contrast: more)"]) on(matchMedia(query), "change", () => this._fresh());
    let width = 0;
    const watch = new ResizeObserver(() => {
      // A new height follows from the new width; only the width may start anything.
      if (this.root.clientWidth === width) return;
      width = this.root.clientWidth;
      requestAnimationFrame(() => this._fit());
    });
    watch.observe(this.root);
    this.close = () => {
      stop.abort();
      watch.disconnect();
      this._flush();
      for (const name of ["drawing", "places", "whatif"]) model.off(`change:${name}`, changed);
      model.off("change:chosen", chosen);
    };
  }

  _fresh() {
    this.scene = new Scene(palette());
    this.stage.replaceChildren(this.scene.root);
    this._draw();
  }

  _draw() {
    const { scene, words, state } = this;
    const focused = this.stage.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    const { view } = scene;
    scene.shown = null;
    scene.fill(state.drawing, { ...state.places, ...this.unsaved }, state.whatif);
    scene.view = view;
    set(scene.root, { role: "group", "aria-label": state.drawing.alt });
    scene.nodes.forEach(({ person, group }) => {
      group.dataset.id = person.id;
      set(group, { role: "button", tabindex: -1, "aria-label": scene.gone.has(person.id) ? `${person.label} ${words.is_gone}` : person.label });
      group.prepend(svg("circle", { class: "nvp-hit", fill: "transparent", r: 16 }));
      group.append(svg("path", { class: "nvp-focus", fill: "none", stroke: scene.colours.ink, "stroke-width": 3 }));
    });
    this.note.textContent = state.whatif.note;
    this.back.hidden = !Object.keys(state.places).length;
    this.legend.replaceChildren(
      ...state.drawing.legend.map(({ circle: number, text }) => html("li", {}, svg("svg", { width: 22, height: 22, viewBox: "-11 -11 22 22", "aria-hidden": "true" }, svg("path", mark(number, 8, scene.colours))), html("span", {}, text))),
      ...[null, "5 4"].map((dash, i) => html("li", {}, svg("svg", { width: 30, height: 12, viewBox: "0 0 30 12", "aria-hidden": "true" }, svg("path", { d: "M0 6H30", stroke: scene.colours.line, "stroke-width": 2, "stroke-dasharray": dash })), html("span", {}, [words.line_known, words.line_unknown][i]))),
    );
    this.notes.replaceChildren(...[...state.drawing.notes, ...state.whatif.notes].map((text) => html("p", {}, text)));
    // To measure again would make the browser lay out all that was just put in, only to do it again after.
    if (this.room) this._place();
    this._chosen();
    const node = this._node(focused) ?? null;
    if (node) node.focus({ preventScroll: true });
    this.root.dataset.people = scene.people.length;
  }

  _node(id) {
    return this.scene.nodes[this.scene.at.get(id)]?.group;
  }

  /** Measure the room there is, and fill it. */
  _fit() {
    const { stage } = this;
    if (!stage.isConnected || !stage.clientWidth) return;
    const full = document.fullscreenElement === this.root;
    const width = stage.clientWidth;
    this.room = [width, full ? stage.clientHeight : Math.min(width, Math.max(320, innerHeight * 0.85), 760)];
    this._place();
  }

  _place() {
    const { scene } = this;
    scene.size(...this.room);
    scene.zoom(scene.view.k);
    this._sized();
  }

  _sized() {
    const { scene, stage } = this;
    const r = scene.markSize;
    for (const { group } of scene.nodes) {
      group.querySelector(".nvp-hit").setAttribute("r", Math.max(r + 4, 12));
      group.querySelector(".nvp-focus").setAttribute("d", circle(round(r + 8)));
    }
    stage.classList.toggle("nvp-zoomed", scene.view.k > 1);
  }

  // ---- who is looked at, who is chosen ------------------------------------------------------------------

  _hover(id) {
    if (this.hover === id) return;
    this.hover = id;
    this._look();
  }

  _focused(id) {
    this.focus = id;
    if (id !== null) {
      this._stop(id);
      this.scene.reveal(this.scene.at.get(id));
      this._sized();
    }
    this._look();
  }

  /** One stop for the Tab key: the arrow keys go on from there. */
  _stop(id) {
    for (const { person, group } of this.scene.nodes) group.setAttribute("tabindex", person.id === id ? 0 : -1);
  }

  _chosen() {
    const { scene } = this;
    const id = this.model.get("chosen");
    for (const { person, group } of scene.nodes) group.setAttribute("aria-pressed", String(person.id === id));
    scene.choose(id);
    this._stop(this.focus ?? (scene.at.has(id) ? id : scene.people[0]?.id));
    this._look();
  }

  _look() {
    const { scene, words } = this;
    const chosen = this.model.get("chosen");
    const id = [this.hover, this.focus, chosen].find((one) => one !== null && scene.at.has(one)) ?? null;
    scene.show(id);
    const person = id === null ? null : scene.people[scene.at.get(id)];
    this.hint.hidden = person !== null;
    this.name.hidden = this.facts.hidden = person === null;
    this.choice.hidden = person === null || id !== chosen;
    if (!person) return;
    this.name.textContent = person.name;
    this.facts.replaceChildren(...person.facts.flatMap(([label, value]) => [html("dt", {}, label), html("dd", {}, value)]));
    this.out.textContent = person.isNew ? words.take_away : scene.gone.has(id) ? words.put_in_again : words.take_out;
  }

  _choose(id) {
    this.model.set("chosen", this.model.get("chosen") === id ? "" : id);
    this.model.save_changes();
    this._chosen();
  }

  // ---- mouse, finger, pen -------------------------------------------------------------------------------

  _point(event) {
    const box = this.stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  _down(event) {
    if (event.button) return;
    const [x, y] = this._point(event);
    this.pointers.set(event.pointerId, [x, y]);
    if (this.pointers.size === 2) {
      this._drop();
      this.pinch = this._spread();
      return;
    }
    const i = this.scene.nearest(x, y, event.pointerType === "touch" ? 14 : 6);
    this.held = { i, x, y, moved: false };
    this.stage.setPointerCapture(event.pointerId);
  }

  _spread() {
    const [[x1, y1], [x2, y2]] = [...this.pointers.values()];
    return { far: Math.hypot(x2 - x1, y2 - y1), x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
  }

  _move(event) {
    const { scene } = this;
    const [x, y] = this._point(event);
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      const i = scene.nearest(x, y, 6);
      this._hover(i < 0 ? null : scene.people[i].id);
      this.stage.style.cursor = i < 0 ? "" : "pointer";
      return;
    }
    this.pointers.set(event.pointerId, [x, y]);
    if (this.pointers.size === 2) {
      const now = this._spread();
      scene.zoom((scene.view.k * now.far) / (this.pinch.far || 1), now.x, now.y);
      scene.pan(now.x - this.pinch.x, now.y - this.pinch.y);
      this.pinch = now;
      this._sized();
      return;
    }
    const { held } = this;
    if (!held) return;
    if (!held.moved && Math.hypot(x - held.x, y - held.y) < 4) return;
    if (!held.moved && held.i >= 0) {
      scene.show(scene.people[held.i].id);
      scene.grab(held.i);
    }
    held.moved = true;
    if (held.i >= 0) scene.move(held.i, scene.spotAt(held.i, x, y));
    else if (scene.view.k > 1) scene.pan(x - before[0], y - before[1]);
  }

  _up(event, cancelled = false) {
    const { held, scene } = this;
    this.pointers.delete(event.pointerId);
    if (!held) return;
    if (held.moved) this._drop();
    else if (!cancelled && held.i >= 0) {
      const { id } = scene.people[held.i];
      scene.nodes[held.i].group.focus({ preventScroll: true });
      this._choose(id);
    }
    this.held = null;
  }

  _drop() {
    const { held, scene } = this;
    if (held?.moved && held.i >= 0) {
      scene.drop();
      this._keep(held.i);
    }
    this.held = null;
  }

  _keep(i) {
    const { angle, depth } = this.scene.spots[i];
    const id = this.scene.people[i].id;
    this.unsaved = { ...this.unsaved, [id]: [Math.round(angle * 1e4) / 1e4, Math.round(depth * 1e3) / 1e3] };
    clearTimeout(this.later);
    this.later = setTimeout(() => this._flush(), 250);
  }

  _flush() {
    clearTimeout(this.later);
    if (!this.unsaved) return;
    const places = { ...this.model.get("places"), ...this.unsaved };
    this.unsaved = null;
    this.own = true;
    this._moved(places);
    this.own = false;
    this.back.hidden = false;
  }

  _moved(places) {
    this.model.set("places", places);
    this.model.save_changes();
  }

  _wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return; // the page scrolls as everywhere
    event.preventDefault();
    const [x, y] = this._point(event);
    this.scene.zoom(this.scene.view.k * Math.exp(-event.deltaY / 300), x, y);
    this._sized();
  }

  _zoom(by) {
    this.scene.zoom(by ? this.scene.view.k * by : 1);
    this._sized();
  }

  // ---- keyboard -----------------------------------------------------------------------------------------

  _key(event) {
    const { scene } = this;
    const id = event.target.closest(".nvp-node")?.dataset.id;
    const here = scene.at.get(id);
    if (here === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = scene.people.length - 1;
    const across = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    const along = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (event.shiftKey && (across || along)) this._nudge(here, across, along);
    else if (across) this._go((here + across + last + 1) % (last + 1));
    else if (along) this._go(this._nextCircle(here, along));
    else if (event.key === "Home") this._go(0);
    else if (event.key === "End") this._go(last);
    else if (event.key === "Enter" || event.key === " ") this._choose(id);
    else if (event.key === "+") this._zoom(ZOOM.step);
    else if (event.key === "-") this._zoom(1 / ZOOM.step);
    else if (event.key === "Escape" && this.model.get("chosen")) this._choose(this.model.get("chosen"));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  _go(i) {
    this.scene.nodes[i].group.focus({ preventScroll: true });
  }

  /** The first person of the next circle, or of the one before. */
  _nextCircle(here, by) {
    const { people } = this.scene;
    const circleOf = (i) => people[i].circles[0] ?? null;
    const firsts = people.map((_, i) => i).filter((i) => !i || circleOf(i) !== circleOf(i - 1));
    const now = firsts.findLastIndex((i) => i <= here);
    return firsts[(now + by + firsts.length) % firsts.length];
  }

  /** Move somebody a little: around the middle, or in and out within the ring. */
  _nudge(i, around, outwards) {
    if (i === undefined) return;
    const { scene } = this;
    const { angle, depth } = scene.spots[i];
    const r = scene.drawing.rings[scene.people[i].ring].outer * scene.scale;
    scene.grab(i);
    scene.move(i, { angle: turn(angle + (around * 14) / r), depth: clamp(depth + outwards * 0.15, 0.05, 0.95) });
    scene.drop();
    this._keep(i);
  }

  // ---- full screen, files -------------------------------------------------------------------------------

  async _fullScreen() {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.root.requestFullscreen().catch(() => {});
  }

  _fullScreenChanged() {
    const full = document.fullscreenElement === this.root;
    this.full.textContent = full ? this.words.full_off : this.words.full;
    requestAnimationFrame(() => this._fit());
  }

  async _save(kind) {
    const { words } = this;
    this._flush();
    try {
      const file = saved(this.state, { ...words, alt: this.state.drawing.alt });
      download(kind === "png" ? await asPng(file) : new Blob([file.text], { type: "image/svg+xml" }), `${words.file}.${kind}`);
      this.savedNote.textContent = words.saved;
    } catch {
      this.savedNote.textContent = words.save_failed;
    }
  }
}

export default {
  render({ model, el }) {
    const picture = new Picture(model, el);
    return () => picture.close();
  },
};
