// Draws the picture of an ego network and lets people be looked at, moved and chosen. It counts and words nothing.
// Every name goes in as text or attribute, never as markup; nothing is logged.

const SVG = 'http://www.w3.org/2000/svg';
const TEXT = 13; // px, whatever the zoom
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif";
const RIM = 26; // px around the rings, for the names of the circles
const ZOOM = { least: 1, most: 8, step: 1.5 };
const MARK = { least: 3.5, most: 15 };
const EXPORT = 1200;
const FEW_LINES = 300;
const GLIDE = 260; // ms
/** @type {Record<string, number>} */
const ACROSS = { ArrowRight: 1, ArrowLeft: -1 };
/** @type {Record<string, number>} */
const ALONG = { ArrowDown: 1, ArrowUp: -1 };
/** @type {('known' | 'unknown')[]} */
const KINDS = ['known', 'unknown'];

/**
 * @typedef {typeof ORDINARY} Colours
 * @typedef {(r: number) => string} Shape the path of a mark of that size
 * @typedef {{ angle: number, depth: number, ring?: number, sector?: number }} Place where somebody stands
 * @typedef {{ angle: number, depth: number, ring: number, sector: number }} Aim where somebody is put down
 */

const ORDINARY = {
  paper: '#fffdfa',
  ink: '#2b2a28',
  soft: '#5d5750',
  ring: '#d5c9b8',
  line: '#8a8177',
  hot: '#2b2a28',
  wash: 0.1,
  pattern: 0.32,
  colours: ['#0f6e5c', '#b4521a', '#2c5aa0', '#8b3a7e', '#6b6a12', '#b3263c', '#4b5a6a', '#7a4a26']
};
const STRONG = { ...ORDINARY, soft: '#2b2a28', ring: '#857b6f', line: '#4a453f', hot: '#000', pattern: 0.6 };
const SYSTEM = {
  paper: 'Canvas',
  ink: 'CanvasText',
  soft: 'CanvasText',
  ring: 'GrayText',
  line: 'CanvasText',
  hot: 'Highlight',
  wash: 0,
  pattern: 0.5,
  colours: ['CanvasText']
};

/**
 * @param {number} n
 * @param {number} turn
 * @returns {Shape}
 */
const polygon = (n, turn) => r =>
  `${Array.from({ length: n }, (_, i) => {
    const a = turn + (2 * Math.PI * i) / n;
    return `${i ? 'L' : 'M'}${round(r * Math.sin(a))} ${round(-r * Math.cos(a))}`;
  }).join('')}Z`;
/** @param {number} r */
const circle = r => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
/**
 * @param {Shape} shape
 * @param {number} by
 * @returns {Shape}
 */
const scaled = (shape, by) => r => shape(r * by);
/** @param {number} r */
const plus = r => {
  const a = round(r * 0.38);
  return `M${-a} ${-r}H${a}V${-a}H${r}V${a}H${a}V${r}H${-a}V${a}H${-r}V${-a}H${-a}Z`;
};
// Seven shapes and eight colours share no factor: 56 circles are told apart.
const SHAPES = [
  circle,
  scaled(polygon(4, Math.PI / 4), 1.18),
  scaled(polygon(3, 0), 1.2),
  scaled(polygon(4, 0), 1.15),
  scaled(polygon(6, 0), 1.05),
  scaled(polygon(3, Math.PI), 1.2),
  plus
];
const PATTERNS = [
  'M0 8L8 0M-2 2L2 -2M6 10L10 6',
  'M3 4a1 1 0 1 0 2 0a1 1 0 1 0 -2 0',
  'M0 0L8 8M-2 6L2 10M6 -2L10 2',
  'M0 4H8',
  'M4 0V8M0 4H8',
  'M4 0V8'
];

/** @param {number} x */
const round = x => Math.round(x * 100) / 100;
/**
 * @param {number} x
 * @param {number} low
 * @param {number} high
 */
const clamp = (x, low, high) => Math.min(high, Math.max(low, x));
/** @param {number} angle */
const turn = angle => ((angle % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);

/**
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} name
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[T]}
 */
function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  set(node, attributes);
  node.append(...children);
  return node;
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} name
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
function html(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  set(node, attributes);
  node.append(...children);
  return node;
}

/**
 * @param {Element} node
 * @param {Record<string, unknown>} attributes
 */
function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
}

/** @type {CanvasRenderingContext2D | null | undefined} */
let measuring;
/** @param {string} text */
function textWidth(text, size = TEXT) {
  measuring ??= document.createElement('canvas').getContext('2d');
  if (!measuring) return 0;
  measuring.font = `${size}px ${FONT}`;
  return measuring.measureText(text).width;
}

function palette() {
  if (matchMedia('(forced-colors: active)').matches) return SYSTEM;
  return matchMedia('(prefers-contrast: more)').matches ? STRONG : ORDINARY;
}

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * One circle's mark: its shape in its colour; `null` is somebody without a circle.
 * @param {number | null} number
 * @param {number} r
 * @param {Colours} colours
 */
function mark(number, r, colours) {
  if (number === null)
    return { d: circle(round(r)), fill: colours.paper, stroke: colours.soft, 'stroke-width': 2 };
  const colour = colours.colours[number % colours.colours.length];
  return {
    d: SHAPES[number % SHAPES.length](round(r)),
    fill: colour,
    stroke: colours.paper,
    'stroke-width': 1.5
  };
}

// Every widget loads this module anew, so a count would give two pictures one name for what they refer to.
const fresh = () => `nvp-${Math.random().toString(36).slice(2)}`;

/** The drawing itself. Styled by attributes alone, so that a saved picture looks like the one on the page. */
class Scene {
  // What `fill`, `size` and `place` know.
  /** @type {Drawing} */
  drawing;
  /** @type {Set<string>} */
  gone;
  /** @type {Person[]} */
  people;
  /** @type {Map<string | null, number>} */
  at;
  /** @type {Place[]} */
  spots;
  /** @type {Tie[]} */
  ties;
  /** @type {Set<number>[]} */
  near;
  /** @type {number} */
  width;
  /** @type {number} */
  height;
  /** @type {number} */
  markSize;
  /** @type {[number, number][]} */
  points;
  /** @type {number} */
  gliding = 0;
  /** @type {ReturnType<Scene['_node']>[]} */
  nodes;
  /** @type {SVGElement} */
  egoMark;
  /** @type {SVGElement} */
  egoName;
  /** @type {SVGElement[]} */
  rings;
  /** @type {SVGElement[]} */
  ringNames;
  /** @type {{ sector: Sector, wash: SVGElement, texture: SVGElement, paint: number }[]} */
  wedges;
  /** @type {{ sector: Sector, arc: SVGElement, name: SVGElement, width: number, from: number, to: number }[]} */
  rims;

  /** @param {Colours} colours */
  constructor(colours) {
    this.colours = colours;
    this.key = fresh();
    this.view = { k: 1, x: 0, y: 0 };
    /** @type {string | null} */
    this.shown = null; // whose ties stand out
    /** @type {number | null} */
    this.moving = null;
    this.root = svg('svg', { class: 'nvp-svg', 'font-family': FONT, 'font-size': TEXT });
    this.under = svg('g', { 'aria-hidden': 'true' });
    this.lines = { known: this._line(), unknown: this._line('5 4') };
    this.hot = { known: this._line(null, true), unknown: this._line('5 4', true) };
    this.ego = svg('g', { 'aria-hidden': 'true', 'pointer-events': 'none' });
    this.marks = svg('g');
    // In a layer of their own, since a mark that is brought to the front would lose the keyboard's focus.
    this.names = svg('g', { 'aria-hidden': 'true', 'pointer-events': 'none' });
    this.root.append(
      this.under,
      ...Object.values(this.lines),
      ...Object.values(this.hot),
      this.ego,
      this.marks,
      this.names
    );
  }

  /**
   * @param {string | null} [dash]
   * @param {boolean} [hot]
   */
  _line(dash, hot) {
    const { colours } = this;
    return svg('path', {
      fill: 'none',
      stroke: hot ? colours.hot : colours.line,
      'stroke-width': hot ? 2 : 1.3,
      'stroke-dasharray': dash,
      'pointer-events': 'none'
    });
  }

  /**
   * Take over what is to be drawn.
   * @param {Drawing} drawing
   * @param {Places} places
   * @param {WhatIf} whatif
   */
  fill(drawing, places, whatif) {
    this.drawing = drawing;
    this.gone = new Set(whatif.gone);
    this.people = [...drawing.people, ...whatif.new.map(person => ({ ...person, isNew: true }))];
    this.at = new Map(this.people.map((person, i) => [person.id, i]));
    this.spots = this.people.map(person => {
      const [angle, depth] = places[person.id] ?? [person.angle, person.depth];
      return { angle, depth };
    });
    const at = this.at;
    /** @type {Tie[]} */
    const ties = [
      ...drawing.ties,
      ...whatif.new.flatMap(person =>
        person.knows
          .filter(id => at.has(id))
          .map(id => /** @type {Tie} */ ([at.get(person.id), at.get(id), 1]))
      )
    ];
    this.ties = ties.filter(
      ([a, b]) => !this.gone.has(this.people[a].id) && !this.gone.has(this.people[b].id)
    );
    this.near = this.people.map(() => new Set());
    for (const [a, b] of this.ties) {
      this.near[a].add(b);
      this.near[b].add(a);
    }
    const thin = this.ties.length > FEW_LINES;
    for (const line of Object.values(this.lines)) line.setAttribute('stroke-width', thin ? '0.7' : '1.3');
    this._ground();
    this._people();
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  size(width, height) {
    this.width = width;
    this.height = height;
    set(this.root, { width, height, viewBox: `0 0 ${width} ${height}` });
  }

  get scale() {
    return ((Math.min(this.width, this.height) / 2 - RIM) / this.drawing.radius) * this.view.k;
  }

  middle() {
    return { x: this.width / 2 + this.view.x, y: this.height / 2 + this.view.y };
  }

  /**
   * @param {number} i
   * @returns {[number, number]}
   */
  xy(i) {
    const { angle, depth, ring: at } = this.spots[i];
    const ring = this.drawing.rings[at ?? this.people[i].ring];
    const r = (ring.inner + depth * (ring.outer - ring.inner)) * this.scale;
    const { x, y } = this.middle();
    return [x + r * Math.sin(angle), y - r * Math.cos(angle)];
  }

  /**
   * The spot at a point: the ring and the sector that somebody put down there belongs to from then on.
   * @param {number} i
   * @param {number} x
   * @param {number} y
   * @returns {Aim}
   */
  spotAt(i, x, y) {
    const { rings, sectors } = this.drawing;
    const middle = this.middle();
    const [dx, dy] = [x - middle.x, y - middle.y];
    const far = Math.hypot(dx, dy) / this.scale;
    const angle = turn(Math.atan2(dx, -dy));
    // Somebody imagined is new, and stays at the edge.
    const last = rings.findIndex(ring => far < ring.outer);
    const at = this.people[i].isNew ? this.people[i].ring : last < 0 ? rings.length - 1 : last;
    const ring = rings[at];
    const inside = sectors.findIndex(({ start, end }) => angle >= start && angle <= end);
    const sector = inside < 0 ? (angle < Math.PI ? 0 : sectors.length - 1) : inside;
    return {
      angle,
      depth: clamp((far - ring.inner) / (ring.outer - ring.inner), 0.05, 0.95),
      ring: at,
      sector
    };
  }

  /**
   * In which sector somebody stands by what is said of them.
   * @param {number} i
   */
  sectorOf(i) {
    const home = this.people[i].circles[0] ?? null;
    return this.drawing.sectors.findIndex(({ circle: number }) => number === home);
  }

  /**
   * Where somebody would stand who is put down now: the ring and the sector stand out.
   * @param {Aim | null} spot
   */
  aim(spot) {
    const { colours } = this;
    this.rings.forEach((ring, at) => {
      const here = spot && (at === spot.ring || at === spot.ring - 1);
      set(ring, { stroke: here ? colours.hot : colours.ring, 'stroke-width': here ? 2 : 1 });
    });
    const aimed = spot && this.drawing.sectors[spot.sector];
    for (const { sector, wash, paint } of this.wedges)
      wash.setAttribute('opacity', String(sector === aimed ? Math.max(paint * 2.2, 0.12) : paint));
  }

  /**
   * The index of whoever stands nearest, within `reach` px.
   * @param {number} x
   * @param {number} y
   * @param {number} reach
   */
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
    const defs = svg('defs');
    this.wedges = [];
    this.rims = [];
    this.rings = drawing.rings.map(() =>
      svg('circle', { fill: 'none', stroke: colours.ring, 'stroke-width': 1 })
    );
    for (const sector of drawing.sectors) {
      const n = sector.circle;
      const colour = n === null ? colours.soft : colours.colours[n % colours.colours.length];
      const id = `${this.key}p${n}`;
      const drawn = {
        d: PATTERNS[(n ?? 0) % PATTERNS.length],
        fill: 'none',
        stroke: colour,
        'stroke-width': 1.1,
        opacity: colours.pattern
      };
      if (n !== null)
        defs.append(
          svg('pattern', { id, width: 8, height: 8, patternUnits: 'userSpaceOnUse' }, svg('path', drawn))
        );
      if (n === null && drawing.sectors.length === 1) continue; // no circle is made yet
      const wash = svg('path', { fill: colour, opacity: n === null ? 0 : colours.wash });
      const texture = svg('path', { fill: n === null ? 'none' : `url(#${id})`, opacity: 0.55 });
      const arc = svg('path', { id: `${this.key}a${n}`, fill: 'none' });
      const along = svg('textPath', { href: `#${this.key}a${n}`, startOffset: '50%' }, sector.name);
      const name = svg('text', { 'text-anchor': 'middle', fill: colour, 'font-weight': 600 }, along);
      defs.append(arc);
      this.wedges.push({ sector, wash, texture, paint: n === null ? 0 : colours.wash });
      this.rims.push({ sector, arc, name, width: textWidth(sector.name) * 1.1, from: 0, to: 0 });
    }
    this.ringNames = drawing.rings.map(ring =>
      svg(
        'text',
        {
          'text-anchor': 'middle',
          'dominant-baseline': 'central',
          fill: colours.soft,
          'font-size': 12,
          stroke: colours.paper,
          'stroke-width': 5,
          'paint-order': 'stroke'
        },
        ring.name
      )
    );
    this.egoMark = svg('circle', { fill: colours.ink });
    this.egoName = svg(
      'text',
      { 'text-anchor': 'middle', 'dominant-baseline': 'central', fill: colours.paper, 'font-weight': 600 },
      drawing.ego
    );
    this.under.replaceChildren(
      defs,
      ...this.wedges.flatMap(({ wash, texture }) => [wash, texture]),
      ...this.rings,
      ...this.rims.map(({ name }) => name),
      ...this.ringNames
    );
    this.ego.replaceChildren(this.egoMark, this.egoName);
  }

  _people() {
    this.nodes = this.people.map(person => this._node(person));
    this.marks.replaceChildren(...this.nodes.map(({ group }) => group));
    this.names.replaceChildren(...this.nodes.map(({ label }) => label));
  }

  /** @param {Person} person */
  _node(person) {
    const { colours } = this;
    const gone = this.gone.has(person.id);
    const ring = svg('path', {
      class: 'nvp-ring',
      fill: 'none',
      stroke: colours.ink,
      'stroke-width': 2.5,
      visibility: 'hidden'
    });
    const shape = svg('path');
    const badges = person.circles.slice(1, 4).map(number => ({ number, node: svg('path') }));
    const sign =
      gone || person.isNew
        ? svg('path', {
            fill: 'none',
            stroke: gone || !person.circles.length ? colours.ink : colours.paper,
            'stroke-width': 2,
            'stroke-linecap': 'round'
          })
        : null;
    const label = svg(
      'text',
      {
        'text-anchor': 'middle',
        fill: gone ? colours.soft : colours.ink,
        stroke: colours.paper,
        'stroke-width': 3.5,
        'stroke-linejoin': 'round',
        'paint-order': 'stroke',
        'font-style': person.isNew ? 'italic' : null
      },
      person.name
    );
    const group = svg(
      'g',
      { class: 'nvp-node' },
      ring,
      shape,
      ...badges.map(({ node }) => node),
      ...(sign ? [sign] : [])
    );
    return { person, gone, group, ring, shape, badges, sign, label, width: textWidth(person.name) };
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
    /**
     * @param {number} r
     * @param {any} a
     */
    const polar = (r, a) => `${round(x + r * Math.sin(a))} ${round(y - r * Math.cos(a))}`;
    for (const { sector, wash, texture } of this.wedges) {
      const { start, end } = sector;
      const wide = end - start > Math.PI ? 1 : 0;
      const d = `M${polar(inner, start)}L${polar(outer, start)}A${outer} ${outer} 0 ${wide} 1 ${polar(outer, end)}L${polar(inner, end)}A${inner} ${inner} 0 ${wide} 0 ${polar(inner, start)}Z`;
      wash.setAttribute('d', d);
      texture.setAttribute('d', d);
    }
    for (const rim of this.rims) {
      const { sector, arc, name, width } = rim;
      const { start, end } = sector;
      const middle = (start + end) / 2;
      const below = middle > Math.PI / 2 && middle < 1.5 * Math.PI;
      const r = outer + (below ? 18 : 8);
      const wide = end - start > Math.PI ? 1 : 0;
      arc.setAttribute(
        'd',
        below
          ? `M${polar(r, end)}A${r} ${r} 0 ${wide} 0 ${polar(r, start)}`
          : `M${polar(r, start)}A${r} ${r} 0 ${wide} 1 ${polar(r, end)}`
      );
      const fits = width < (end - start) * r;
      name.setAttribute('visibility', fits ? 'visible' : 'hidden');
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

  /** @param {number} i */
  _shape(i) {
    const { person, gone, ring, shape, badges, sign } = this.nodes[i];
    const r = this.markSize;
    const number = person.circles.length ? person.circles[0] : null;
    const drawn = mark(number, r, this.colours);
    if (gone)
      Object.assign(drawn, {
        stroke: number === null ? drawn.stroke : drawn.fill,
        fill: this.colours.paper,
        'stroke-width': 1.5,
        'stroke-dasharray': '3 2'
      });
    set(shape, drawn);
    ring.setAttribute('d', circle(round(r + 4)));
    badges.forEach(({ number: other, node }, at) => {
      set(node, {
        ...mark(other, Math.max(r * 0.45, 3), this.colours),
        'stroke-width': 1,
        transform: `translate(${round(r * 0.85)} ${round(-r * 0.85 + at * r)})`
      });
    });
    const a = round(r * (gone ? 0.9 : 0.5));
    sign?.setAttribute(
      'd',
      gone ? `M${-a} ${-a}L${a} ${a}M${a} ${-a}L${-a} ${a}` : `M${-a} 0H${a}M0 ${-a}V${a}`
    );
  }

  /** @param {number} i */
  _put(i) {
    const [x, y] = this.points[i];
    const { group, label } = this.nodes[i];
    for (const node of [group, label]) node.setAttribute('transform', `translate(${round(x)} ${round(y)})`);
  }

  /**
   * Let people go from where they stood to where they belong now; `still` is called then.
   * @param {Map<string, [number, number]>} was
   * @param {() => void} still
   */
  glide(was, still) {
    const to = this.points;
    this.points = [...to];
    const from = this.people.map(({ id }, i) => was.get(id) ?? to[i]);
    const begun = performance.now();
    /** @param {number} now */
    const step = now => {
      const part = clamp((now - begun) / GLIDE, 0, 1);
      const eased = 1 - (1 - part) ** 3;
      to.forEach(([x, y], i) => {
        this.points[i] = [from[i][0] + (x - from[i][0]) * eased, from[i][1] + (y - from[i][1]) * eased];
        this._put(i);
      });
      this._stillLines();
      this._hotLines();
      if (part < 1) this.gliding = requestAnimationFrame(step);
      else {
        this._names();
        still();
      }
    };
    step(begun);
  }

  /**
   * Lines that go, fading.
   * @param {string} d
   */
  fade(d) {
    const ghost = svg('path', {
      class: 'nvp-fading',
      d,
      fill: 'none',
      stroke: this.colours.hot,
      'stroke-width': 1.6,
      'pointer-events': 'none'
    });
    ghost.addEventListener('animationend', () => ghost.remove());
    this.marks.before(ghost);
  }

  /** Names where there is room for them: of the one looked at and their contacts first, then of the closest. */
  _names() {
    const r = this.markSize;
    const first = this.moving ?? this.at.get(this.shown);
    /** @param {number} i */
    const rank = i => (i === first ? 0 : first !== undefined && this.near[first].has(i) ? 1 : 2);
    const boxes = this.points.map(([x, y]) => [x - r, y - r, x + r, y + r]);
    const middle = this.middle();
    const ego = Number(this.egoMark.getAttribute('r'));
    boxes.push([middle.x - ego, middle.y - ego, middle.x + ego, middle.y + ego]);
    /**
     * @param {number[]} box
     * @param {number} except
     */
    const touches = (box, except) =>
      boxes.some(
        (other, j) =>
          j !== except && box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]
      );
    const order = this.people
      .map((_, i) => i)
      .sort((a, b) => rank(a) - rank(b) || this.people[a].ring - this.people[b].ring || a - b);
    for (const i of order) {
      const { label, width } = this.nodes[i];
      const [x, y] = this.points[i];
      /** @type {[number, number, string][]} */
      const places = [
        [0, r + TEXT + 3, 'middle'],
        [0, -r - 6, 'middle'],
        [r + 5, 4.5, 'start'],
        [-r - 5, 4.5, 'end']
      ];
      /** @type {[number, number, string, number[]] | null} */
      let put = null;
      for (const [dx, dy, anchor] of places) {
        const left = x + dx - (anchor === 'middle' ? width / 2 : anchor === 'start' ? 0 : width);
        const box = [left - 1, y + dy - TEXT + 1, left + width + 1, y + dy + 4];
        if (
          box[0] < 0 ||
          box[1] < 0 ||
          box[2] > this.width ||
          box[3] > this.height ||
          touches(box, i) ||
          this._onRim(box)
        )
          continue;
        put = [dx, dy, anchor, box];
        break;
      }
      const [dx, dy, anchor] = put ?? places[0];
      set(label, {
        x: round(dx),
        y: round(dy),
        'text-anchor': anchor,
        visibility: put || i === first ? 'visible' : 'hidden'
      });
      if (put) boxes.push(put[3]);
    }
  }

  /**
   * Whether a box would cover the name of a circle.
   * @param {number[]} box
   */
  _onRim([left, top, right, bottom]) {
    const { x, y } = this.middle();
    const outer = this.drawing.radius * this.scale;
    return [
      [left, top],
      [right, top],
      [left, bottom],
      [right, bottom]
    ].some(([cx, cy]) => {
      if (Math.hypot(cx - x, cy - y) < outer + 4) return false;
      const angle = turn(Math.atan2(cx - x, y - cy));
      return this.rims.some(({ from, to }) => angle > from && angle < to);
    });
  }

  /** @param {Tie[]} ties */
  _d(ties) {
    /** @type {{ known: string[], unknown: string[] }} */
    const d = { known: [], unknown: [] };
    for (const [a, b, known] of ties) {
      const [[x1, y1], [x2, y2]] = [this.points[a], this.points[b]];
      d[known ? 'known' : 'unknown'].push(
        `M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}`
      );
    }
    return { known: d.known.join(''), unknown: d.unknown.join('') };
  }

  _stillLines() {
    const d = this._d(this.ties.filter(([a, b]) => a !== this.moving && b !== this.moving));
    for (const kind of KINDS) this.lines[kind].setAttribute('d', d[kind]);
  }

  _hotLines() {
    const i = this.moving ?? this.at.get(this.shown);
    const d =
      i === undefined
        ? { known: '', unknown: '' }
        : this._d(this.ties.filter(([a, b]) => a === i || b === i));
    for (const kind of KINDS) this.hot[kind].setAttribute('d', d[kind]);
  }

  /**
   * Let one person's ties stand out; nobody's with null.
   * @param {string | null} id
   */
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
    if (!this.points) return; // not measured yet: placing draws them
    this._hotLines();
    this._names();
  }

  /**
   * The mark around the chosen one.
   * @param {string | null} id
   */
  choose(id) {
    for (const { person, ring } of this.nodes)
      ring.setAttribute('visibility', person.id === id ? 'visible' : 'hidden');
  }

  /** @param {number} i */
  grab(i) {
    this.moving = i;
    this._stillLines();
    this._names();
  }

  /**
   * @param {number} i
   * @param {{ angle: number, depth: number }} spot
   */
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

  /**
   * @param {number} k
   * @param {number} [x]
   * @param {number} [y]
   */
  zoom(k, x = this.width / 2, y = this.height / 2) {
    const { view } = this;
    k = clamp(k, ZOOM.least, ZOOM.most);
    const by = k / view.k;
    view.x = (view.x + this.width / 2 - x) * by + x - this.width / 2;
    view.y = (view.y + this.height / 2 - y) * by + y - this.height / 2;
    view.k = k;
    this.pan(0, 0);
  }

  /**
   * @param {number} dx
   * @param {number} dy
   */
  pan(dx, dy) {
    const { view } = this;
    const room = [this.width, this.height].map(side => (side / 2) * (view.k - 1));
    view.x = clamp(view.x + dx, -room[0], room[0]);
    view.y = clamp(view.y + dy, -room[1], room[1]);
    this.place();
  }

  /**
   * Bring somebody into sight when zoomed in.
   * @param {number} i
   */
  reveal(i) {
    const [x, y] = this.points[i];
    const edge = 40;
    const dx = x < edge ? edge - x : Math.min(0, this.width - edge - x);
    const dy = y < edge ? edge - y : Math.min(0, this.height - edge - y);
    if (dx || dy) this.pan(dx, dy);
  }
}

/**
 * The whole picture as a file: the rings, a legend, and a line on whose names it holds.
 * @param {{ drawing: Drawing, places: Places, whatif: WhatIf }} state
 * @param {Record<string, string>} words
 */
function saved(state, words) {
  const scene = new Scene(ORDINARY);
  scene.fill(state.drawing, state.places, state.whatif);
  scene.size(EXPORT, EXPORT);
  scene.place();
  /** @type {{ number?: number | null, text: string }[]} */
  const lines = [
    ...state.drawing.legend.map(({ circle: number, text }) => ({ number, text })),
    ...[...state.drawing.notes, ...state.whatif.notes].map(text => ({ text }))
  ];
  const step = 26;
  const height = EXPORT + 50 + step * (lines.length + 1);
  const { root } = scene;
  root.removeAttribute('class');
  set(root, { xmlns: SVG, width: EXPORT, height, viewBox: `0 0 ${EXPORT} ${height}` });
  root.prepend(svg('title', {}, words.alt), svg('rect', { width: EXPORT, height, fill: ORDINARY.paper }));
  lines.forEach(({ number, text }, i) => {
    const y = EXPORT + 30 + i * step;
    if (number !== undefined)
      root.append(svg('path', { ...mark(number, 8, ORDINARY), transform: `translate(40 ${y - 5})` }));
    root.append(
      svg('text', { x: number === undefined ? 30 : 60, y, 'font-size': 16, fill: ORDINARY.ink }, text)
    );
  });
  root.append(
    svg(
      'text',
      { x: 30, y: height - 20, 'font-size': 16, 'font-weight': 600, fill: ORDINARY.ink },
      words.whose_names
    )
  );
  return { text: new XMLSerializer().serializeToString(root), width: EXPORT, height };
}

// A sheet of A4 at 150 dots an inch, and how it stands on it.
const A4 = { width: 1240, height: 1754, margin: 90 };
const POINTS = { width: 595.28, height: 841.89 };

/**
 * Words in lines that are no wider than that.
 * @param {string} text
 * @param {number} size
 * @param {number} width
 */
function wrapped(text, size, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * The sheet for the wall: a heading, the map, what is said under it, and the next step in a frame.
 * @param {Drawing} drawing
 * @param {Places} places
 * @param {WallSheet} sheet
 */
function wallSheet(drawing, places, sheet) {
  const { width, height, margin } = A4;
  const inner = width - 2 * margin;
  const root = svg('svg', {
    xmlns: SVG,
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'font-family': FONT
  });
  root.append(svg('title', {}, sheet.title), svg('rect', { width, height, fill: ORDINARY.paper }));
  let y = margin;
  /**
   * @param {string} text
   * @param {number} size
   * @param {Record<string, string | number>} [style]
   */
  const lines = (text, size, style = {}) => {
    const bold = style['font-weight'] ? 1.12 : 1;
    return wrapped(text, size * bold, inner - (style.x ? 80 : 0));
  };
  /**
   * @param {string} text
   * @param {number} size
   * @param {Record<string, string | number>} [style]
   */
  const write = (text, size, style = {}) => {
    for (const line of lines(text, size, style)) {
      y += size * 1.3;
      root.append(svg('text', { x: margin, y, 'font-size': size, fill: ORDINARY.ink, ...style }, line));
    }
  };
  write(sheet.title, 56, { 'font-weight': 700 });
  root.append(svg('rect', { x: margin, y: y + 22, width: 90, height: 6, fill: ORDINARY.colours[1] }));
  y += 40;
  // Drawn small and shown large, so that what is written in it can be read from the other end of a workshop.
  // Whoever writes much has a smaller map: nothing that is written runs off the sheet.
  const [foot, gap] = [height - margin / 2 - 26, 16];
  const framed = { x: margin + 40, 'font-weight': 600 };
  const said = sheet.sentences.map(sentence => lines(sentence, 32).length * 32 * 1.3 + gap);
  const next = sheet.next ? 24 + 24 * 1.3 + lines(sheet.next, 36, framed).length * 36 * 1.3 + 36 : 0;
  const room = foot - y - 30 - said.reduce((sum, one) => sum + one, next);
  const [side, shown] = [560, Math.min(960, Math.max(room, 320))];
  const scene = new Scene(ORDINARY);
  const people = sheet.names ? drawing.people : drawing.people.map(one => ({ ...one, name: '' }));
  scene.fill({ ...drawing, people }, places, { gone: [], new: [], note: '', notes: [] });
  scene.size(side, side);
  scene.place();
  set(scene.root, { x: (width - shown) / 2, y, width: shown, height: shown });
  scene.root.removeAttribute('class');
  root.append(scene.root);
  y += shown + 10;
  for (const sentence of sheet.sentences) {
    write(sentence, 32);
    y += gap;
  }
  if (sheet.next) {
    const top = y + 10;
    y += 24;
    write(sheet.next_label, 24, { x: margin + 40, fill: ORDINARY.colours[0], 'font-weight': 700 });
    write(sheet.next, 36, framed);
    const frame = { x: margin, y: top, width: inner, height: y - top + 36, rx: 16 };
    root.append(svg('rect', { ...frame, fill: 'none', stroke: ORDINARY.colours[0], 'stroke-width': 4 }));
  }
  y = foot;
  write(sheet.foot, 20, { fill: ORDINARY.soft });
  return root;
}

/**
 * One picture on one page of A4 (ISO 32000-1: a catalogue, a page, what is drawn on it, and the picture).
 * @param {Uint8Array} jpeg
 * @param {{ title: string, lang: string }} about
 */
function asPdf(jpeg, { title, lang }) {
  const { width, height } = POINTS;
  const drawn = `q ${width} 0 0 ${height} 0 0 cm /Sheet Do Q`;
  const name = [...title].map(sign => `0000${sign.charCodeAt(0).toString(16)}`.slice(-4)).join('');
  const picture = `/Type /XObject /Subtype /Image /Width ${A4.width * 2} /Height ${A4.height * 2}`;
  /** @type {(string | Uint8Array)[][]} */
  const objects = [
    [`<< /Type /Catalog /Pages 2 0 R /Lang (${lang}) >>`],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents 4 0 R`,
      ' /Resources << /XObject << /Sheet 5 0 R >> >> >>'
    ],
    [`<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`],
    [
      `<< ${picture} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>`,
      '\nstream\n',
      jpeg,
      '\nendstream'
    ],
    [`<< /Title <FEFF${name}> >>`]
  ];
  const encoder = new TextEncoder();
  /** @type {Uint8Array[]} */
  const parts = [];
  let length = 0;
  /** @param {string | Uint8Array} part */
  const put = part => {
    const bytes = typeof part === 'string' ? encoder.encode(part) : part;
    parts.push(bytes);
    length += bytes.length;
  };
  put('%PDF-1.4\n%\u00e6\u00f8\u00e5\n');
  const starts = objects.map((object, at) => {
    const start = length;
    put(`${at + 1} 0 obj\n`);
    object.forEach(put);
    put('\nendobj\n');
    return `${String(start).padStart(10, '0')} 00000 n \n`;
  });
  const table = length;
  const size = objects.length + 1;
  put(`xref\n0 ${size}\n0000000000 65535 f \n${starts.join('')}`);
  put(`trailer\n<< /Size ${size} /Root 1 0 R /Info 6 0 R >>\nstartxref\n${table}\n%%EOF\n`);
  return new Blob(/** @type {BlobPart[]} */ (parts), { type: 'application/pdf' });
}

/** The sheet as it will hang, and two buttons to take it along. */
class Sheet {
  /** @type {{ text: string, width: number, height: number }} */
  file;

  /**
   * @param {Model} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    const { sheet_png, sheet_pdf } = model.get('words');
    this.paper = html('div', { class: 'nvp-paper' });
    this.said = html('p', { role: 'status' });
    /** @type {(label: string, kind: string) => HTMLElement} */
    const button = (label, kind) => {
      const looks = 'jupyter-widgets jupyter-button widget-button nv-quiet nvp-button';
      const node = html('button', { type: 'button', class: looks }, label);
      node.addEventListener('click', () => this._save(kind));
      return node;
    };
    const tools = html('div', { class: 'nvp-tools' }, button(sheet_pdf, 'pdf'), button(sheet_png, 'png'));
    el.append(html('div', { class: 'nvp' }, this.paper, tools, this.said));
    const draw = () => this._draw();
    model.on('change:drawing change:places change:sheet', draw);
    this.close = () => model.off('change:drawing change:places change:sheet', draw);
    this._draw();
  }

  _draw() {
    const { model } = this;
    const sheet = model.get('sheet');
    this.drawn = wallSheet(model.get('drawing'), model.get('places'), sheet);
    const text = new XMLSerializer().serializeToString(this.drawn);
    this.file = { text, width: A4.width, height: A4.height };
    const said = [sheet.title, model.get('drawing').alt, ...sheet.sentences, sheet.next].filter(Boolean);
    set(this.drawn, { width: null, height: null, role: 'img', 'aria-label': said.join(' ') });
    this.paper.replaceChildren(this.drawn);
  }

  /** @param {string} kind */
  async _save(kind) {
    const { words, sheet } = { words: this.model.get('words'), sheet: this.model.get('sheet') };
    try {
      const image = await asImage(this.file, kind === 'png' ? 'image/png' : 'image/jpeg');
      const bytes = new Uint8Array(await image.arrayBuffer());
      download(kind === 'png' ? image : asPdf(bytes, sheet), `${words.sheet_file}.${kind}`);
      this.said.textContent = words.saved;
    } catch {
      this.said.textContent = words.save_failed;
    }
  }
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
function download(blob, name) {
  const link = html('a', { download: name, href: URL.createObjectURL(blob) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * @param {{ text: string, width: number, height: number }} file
 * @param {string} [type]
 * @returns {Promise<Blob>}
 */
async function asImage({ text, width, height }, type = 'image/png') {
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = html('canvas', { width: width * 2, height: height * 2 });
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('no picture'))), type, 0.92)
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** @type {Picture | undefined} */
let last; // the picture in which something was done last

/** The picture on the page: the scene, its buttons, and what is said of the one looked at. */
class Picture {
  // What is built: see there.
  /** @type {HTMLElement} */
  stage;
  /** @type {HTMLElement} */
  name;
  /** @type {HTMLElement} */
  facts;
  /** @type {HTMLElement} */
  hint;
  /** @type {HTMLElement} */
  choice;
  /** @type {HTMLElement} */
  note;
  /** @type {HTMLElement} */
  notes;
  /** @type {HTMLElement} */
  legend;
  /** @type {HTMLElement} */
  root;
  /** @type {HTMLElement} */
  out;
  /** @type {HTMLElement} */
  full;
  /** @type {HTMLElement} */
  back;
  /** @type {HTMLElement} */
  savedNote;
  /** @type {HTMLButtonElement} */
  tie;
  /** @type {HTMLButtonElement} */
  undo;
  /** @type {HTMLElement} */
  did;
  /** @type {Scene} */
  scene;
  /** @type {() => void} */
  close;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  later;
  /** @type {{ far: number, x: number, y: number }} */
  pinch;
  /** @type {{ i: number, x: number, y: number, moved: boolean } | null} */
  held = null;
  /** @type {Places | null} */
  unsaved = null;
  /** Where people were put of whom the kernel has not yet said that they stand there. */
  /** @type {Map<string, { ring: number, sector: number }>} */
  asked = new Map();
  sent = 0;

  /**
   * @param {Model} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.words = model.get('words');
    /** @type {string | null} */
    this.hover = null;
    /** @type {string | null} */
    this.focus = null;
    /** @type {Map<number, [number, number]>} */
    this.pointers = new Map();
    this.late = false; // something changed while a finger held the picture
    this._build(el);
    /** @type {[number, number] | null} */
    this.room = null;
    this._fresh();
  }

  /** @returns {{ drawing: Drawing, places: Places, whatif: WhatIf }} */
  get state() {
    return {
      drawing: this.model.get('drawing'),
      places: this.model.get('places'),
      whatif: this.model.get('whatif')
    };
  }

  /**
   * @param {string} label
   * @param {() => unknown} act
   * @param {{ name?: string, cls?: string }} [look]
   */
  button(label, act, { name, cls = '' } = {}) {
    const node = html(
      'button',
      {
        type: 'button',
        class: `jupyter-widgets jupyter-button widget-button nv-quiet nvp-button ${cls}`,
        'aria-label': name,
        title: name
      },
      label
    );
    node.addEventListener('click', act);
    return node;
  }

  /** @param {HTMLElement} el */
  _build(el) {
    const { words } = this;
    /** @param {'png' | 'svg'} kind */
    const save = kind => () => this._save(kind);
    this.full = this.button(words.full, () => this._fullScreen(), { cls: 'nvp-look' });
    this.full.hidden = !document.fullscreenEnabled;
    const putBack = () => {
      clearTimeout(this.later);
      this.unsaved = null;
      this._moved({});
    };
    this.back = this.button(words.put_back, putBack, { cls: 'nvp-look' });
    this.savedNote = html('p', { role: 'status' });
    this.tie = this.button(words.tie, () => this._tying(!this.model.get('tying')));
    this.undo = this.button(words.undo, () => this._undo());
    this.did = html('p', { class: 'nvp-did', role: 'status' });
    const tools = html(
      'div',
      { class: 'nvp-tools', role: 'group', 'aria-label': words.tools },
      this.tie,
      this.undo,
      this.button('−', () => this._zoom(1 / ZOOM.step), { name: words.zoom_out, cls: 'nvp-sign nvp-look' }),
      this.button('+', () => this._zoom(ZOOM.step), { name: words.zoom_in, cls: 'nvp-sign nvp-look' }),
      this.button(words.whole, () => this._zoom(0), { cls: 'nvp-look' }),
      this.full,
      this.back
    );
    const keep = html(
      'details',
      { class: 'nvp-keep' },
      html('summary', {}, words.save),
      html('p', {}, words.save_note),
      html(
        'div',
        { class: 'nvp-tools' },
        this.button(words.save_png, save('png')),
        this.button(words.save_svg, save('svg'))
      ),
      this.savedNote
    );
    this.stage = html('div', { class: 'nvp-stage' });
    this.name = html('p', { class: 'nvp-name' });
    this.facts = html('dl');
    this.hint = html('p', { class: 'nvp-hint' }, words.hint);
    this.out = this.button('', () => this.model.send({ what: 'toggle', id: this.model.get('chosen') }));
    /** @param {number} by */
    const nudge = by => () => this._nudge(this.scene.at.get(this.model.get('chosen')), by);
    this.out.hidden = !this.model.get('trial');
    this.choice = html(
      'div',
      { class: 'nvp-tools' },
      this.out,
      this.button('↺', nudge(-1), { name: words.move_left, cls: 'nvp-sign' }),
      this.button('↻', nudge(1), { name: words.move_right, cls: 'nvp-sign' })
    );
    this.card = html('div', { class: 'nvp-card' }, this.hint, this.name, this.facts, this.choice);
    this.note = html('p', { class: 'nvp-note', role: 'status' });
    this.legend = html('ul', { class: 'nvp-legend' });
    this.notes = html('div', { class: 'nvp-notes' });
    this.root = html(
      'div',
      // Lumino would take the arrow keys for the notebook's own.
      { class: 'nvp', 'data-lm-suppress-shortcuts': 'true' },
      tools,
      this.did,
      html(
        'div',
        { class: 'nvp-main' },
        this.stage,
        html(
          'div',
          { class: 'nvp-side' },
          this.note,
          this.card,
          this.legend,
          this.notes,
          html(
            'details',
            { class: 'nvp-keys' },
            html('summary', {}, words.keys),
            ...[words.keys_1, words.keys_2, words.keys_3].map(text => html('p', {}, text))
          ),
          keep
        )
      )
    );
    el.append(this.root);
    this._listen();
  }

  _listen() {
    const { model, stage } = this;
    // One message from the kernel changes several values: draw once. What was moved here stands already.
    const changed = () => {
      // Nothing moves under a finger that holds it.
      if (this.pointers.size) this.late = true;
      if (this.waiting || this.own || this.late) return;
      this.waiting = true;
      queueMicrotask(() => {
        this.waiting = false;
        this._draw();
      });
    };
    const chosen = () => this._chosen();
    const said = () => this._said();
    /** @param {{ heard: number, done: boolean }} message */
    const heard = message => {
      // Until the last has been heard, what follows is reckoned from what was asked for.
      if (message.heard === this.sent) this.asked.clear();
      if (!message.done) changed();
    };
    model.on('change:drawing', changed);
    model.on('change:places', changed);
    model.on('change:whatif', changed);
    model.on('change:chosen', chosen);
    model.on('change:tying change:said change:undoable', said);
    model.on('msg:custom', heard);
    const stop = new AbortController();
    /**
     * @param {EventTarget} node
     * @param {string} type
     * @param {(event: any) => void} listener
     * @param {AddEventListenerOptions} [options]
     */
    const on = (node, type, listener, options = {}) =>
      node.addEventListener(type, listener, { signal: stop.signal, ...options });
    on(stage, 'pointerdown', event => this._down(event));
    on(stage, 'pointermove', event => this._move(event));
    on(stage, 'pointerup', event => this._up(event));
    on(stage, 'pointercancel', event => this._up(event, true));
    on(stage, 'pointerleave', () => this._hover(null));
    // Whoever is held is drawn in all directions: a browser that heeds touch-action late would scroll instead.
    on(
      stage,
      'touchmove',
      event => {
        if (event.cancelable && (this.pointers.size > 1 || (this.held && this.held.i >= 0)))
          event.preventDefault();
      },
      { passive: false }
    );
    on(stage, 'wheel', event => this._wheel(event), { passive: false });
    on(stage, 'keydown', event => this._key(event));
    on(stage, 'focusin', event => this._focused(event.target.closest('.nvp-node')?.dataset.id ?? null));
    on(stage, 'focusout', () => this._focused(null));
    on(document, 'keydown', event => this._ctrlZ(event));
    on(document, 'fullscreenchange', () => this._fullScreenChanged());
    for (const query of ['(forced-colors: active)', '(prefers-contrast: more)'])
      on(matchMedia(query), 'change', () => this._fresh());
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
      for (const name of ['drawing', 'places', 'whatif']) model.off(`change:${name}`, changed);
      model.off('change:chosen', chosen);
      model.off('change:tying change:said change:undoable', said);
      model.off('msg:custom', heard);
    };
  }

  _fresh() {
    this.scene = new Scene(palette());
    // Until there is room to stand in, all stand in the corner: nobody is to be pressed or come to there.
    set(this.scene.root, { visibility: !this.room && 'hidden' });
    this.stage.replaceChildren(this.scene.root);
    this._draw();
  }

  _draw() {
    const { scene, words, state } = this;
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const focused = (this.stage.contains(active) && active?.dataset.id) || null;
    const { view } = scene;
    const was = new Map(scene.points ? scene.people.map(({ id }, i) => [id, scene.points[i]]) : []);
    const left = scene.points ? this._leaving(state.whatif.gone) : '';
    cancelAnimationFrame(scene.gliding);
    scene.shown = null;
    scene.fill(state.drawing, { ...state.places, ...this.unsaved }, state.whatif);
    scene.view = view;
    set(scene.root, { role: 'group', 'aria-label': state.drawing.alt });
    scene.nodes.forEach(({ person, group }) => {
      group.dataset.id = person.id;
      set(group, {
        role: 'button',
        tabindex: -1,
        'aria-label': scene.gone.has(person.id) ? `${person.label} ${words.is_gone}` : person.label
      });
      group.prepend(svg('circle', { class: 'nvp-hit', fill: 'transparent', r: 16 }));
      group.append(
        svg('path', { class: 'nvp-focus', fill: 'none', stroke: scene.colours.ink, 'stroke-width': 3 })
      );
    });
    this.note.textContent = state.whatif.note;
    this.back.classList.toggle('nvp-away', !Object.keys(state.places).length);
    this.legend.replaceChildren(
      ...state.drawing.legend.map(({ circle: number, text }) =>
        html(
          'li',
          {},
          svg(
            'svg',
            { width: 22, height: 22, viewBox: '-11 -11 22 22', 'aria-hidden': 'true' },
            svg('path', mark(number, 8, scene.colours))
          ),
          html('span', {}, text)
        )
      ),
      ...[null, '5 4'].map((dash, i) =>
        html(
          'li',
          {},
          svg(
            'svg',
            { width: 30, height: 12, viewBox: '0 0 30 12', 'aria-hidden': 'true' },
            svg('path', {
              d: 'M0 6H30',
              stroke: scene.colours.line,
              'stroke-width': 2,
              'stroke-dasharray': dash
            })
          ),
          html('span', {}, [words.line_known, words.line_unknown][i])
        )
      )
    );
    this.notes.replaceChildren(
      ...[...state.drawing.notes, ...state.whatif.notes].map(text => html('p', {}, text))
    );
    // To measure again would make the browser lay out all that was just put in, only to do it again after.
    if (this.room) this._place();
    this._chosen();
    this._said();
    this._animate(was, left);
    const node = this._node(focused) ?? null;
    if (node) node.focus({ preventScroll: true });
    this.root.dataset.people = String(scene.people.length);
  }

  /**
   * The lines of those who go on trial just now.
   * @param {string[]} gone
   */
  _leaving(gone) {
    const { scene } = this;
    const now = new Set(gone.filter(id => !scene.gone.has(id)).map(id => scene.at.get(id) ?? -1));
    const { known, unknown } = scene._d(scene.ties.filter(([a, b]) => now.has(a) || now.has(b)));
    return known + unknown;
  }

  /**
   * What changed is seen to change: who moves glides, who comes grows, the lines of who goes fade.
   * @param {Map<string, [number, number]>} was
   * @param {string} left
   */
  _animate(was, left) {
    const { scene, root } = this;
    delete root.dataset.moving;
    if (!this.room || !was.size || calm()) return;
    if (left) scene.fade(left);
    for (const { person, group, label } of scene.nodes) {
      for (const node of [group, label]) node.classList.toggle('nvp-born', !was.has(person.id));
    }
    const far = scene.people.some(({ id }, i) => {
      const [x, y] = was.get(id) ?? scene.points[i];
      return Math.hypot(x - scene.points[i][0], y - scene.points[i][1]) > 2;
    });
    if (!far) return;
    root.dataset.moving = 'true';
    scene.glide(was, () => delete root.dataset.moving);
  }

  /** @param {string | null} id */
  _node(id) {
    return this.scene.nodes[this.scene.at.get(id) ?? -1]?.group;
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
    cancelAnimationFrame(scene.gliding);
    delete this.root.dataset.moving;
    if (this.room) scene.size(...this.room);
    set(scene.root, { visibility: null });
    scene.zoom(scene.view.k);
    this._sized();
  }

  _sized() {
    const { scene, stage } = this;
    const r = scene.markSize;
    for (const { group } of scene.nodes) {
      group.querySelector('.nvp-hit')?.setAttribute('r', String(Math.max(r + 4, 12)));
      group.querySelector('.nvp-focus')?.setAttribute('d', circle(round(r + 8)));
    }
    stage.classList.toggle('nvp-zoomed', scene.view.k > 1);
  }

  // ---- who is looked at, who is chosen ------------------------------------------------------------------

  /** @param {string | null} id */
  _hover(id) {
    if (this.hover === id) return;
    this.hover = id;
    this._look();
  }

  /** @param {string | null} id */
  _focused(id) {
    this.focus = id;
    if (id !== null) {
      this._stop(id);
      this.scene.reveal(/** @type {number} */ (this.scene.at.get(id)));
      this._sized();
    }
    this._look();
  }

  /**
   * One stop for the Tab key: the arrow keys go on from there.
   * @param {string | null} id
   */
  _stop(id) {
    for (const { person, group } of this.scene.nodes)
      group.setAttribute('tabindex', person.id === id ? '0' : '-1');
  }

  _chosen() {
    const { scene } = this;
    const id = this.model.get('chosen');
    for (const { person, group } of scene.nodes) group.setAttribute('aria-pressed', String(person.id === id));
    scene.choose(id);
    this._stop(this.focus ?? (scene.at.has(id) ? id : scene.people[0]?.id));
    this._look();
  }

  _look() {
    const { scene, words } = this;
    const chosen = this.model.get('chosen');
    const id = [this.hover, this.focus, chosen].find(one => one !== null && scene.at.has(one)) ?? null;
    scene.show(id);
    /** @type {Person | null} */
    const person = id === null ? null : scene.people[/** @type {number} */ (scene.at.get(id))];
    this.hint.hidden = person !== null;
    this.name.hidden = this.facts.hidden = person === null;
    this.choice.hidden = person === null || id !== chosen;
    if (!person) return;
    this.name.textContent = person.name;
    this.facts.replaceChildren(
      ...person.facts.flatMap(([label, value]) => [html('dt', {}, label), html('dd', {}, value)])
    );
    this.out.textContent = person.isNew
      ? words.take_away
      : scene.gone.has(id)
        ? words.put_in_again
        : words.take_out;
  }

  /** @param {string | null} id */
  _choose(id) {
    const { model, scene } = this;
    const first = model.get('chosen');
    /** @param {string | null} one */
    const real = one => !(scene.people[scene.at.get(one) ?? -1]?.isNew ?? !scene.at.has(one));
    if (model.get('tying') && first !== id && real(first) && real(id)) {
      last = this;
      model.send({ what: 'tie', id: first, other: id });
      return;
    }
    this.model.set('chosen', this.model.get('chosen') === id ? '' : id);
    this.model.save_changes();
    this._chosen();
  }

  // ---- what is done by hand -----------------------------------------------------------------------------

  /** @param {boolean} yes */
  _tying(yes) {
    this.model.set('tying', yes);
    this.model.save_changes();
    this._said();
  }

  /** What was done last, and what the next tap does. */
  _said() {
    const { model, scene, words } = this;
    const tying = model.get('tying');
    const first = scene.people[scene.at.get(model.get('chosen')) ?? -1];
    const next = tying ? (first ? words.tie_next.replace('{name}', first.name) : words.tie_first) : '';
    const text = [model.get('said'), next].filter(Boolean).join(' ');
    if (this.did.textContent !== text) this.did.textContent = text;
    this.tie.setAttribute('aria-pressed', String(tying));
    const none = !model.get('undoable') && !this.unsaved;
    // What can no longer be pressed lets the keyboard go on from beside it.
    if (none && document.activeElement === this.undo) this.tie.focus();
    this.undo.disabled = none;
  }

  _undo() {
    this._flush();
    this.model.send({ what: 'undo' });
  }

  /**
   * Ctrl+Z anywhere in the exercise, but in a box to write in, where it is the browser's own.
   * @param {KeyboardEvent} event
   */
  _ctrlZ(event) {
    if (
      !(event.ctrlKey || event.metaKey) ||
      event.shiftKey ||
      event.altKey ||
      event.key.toLowerCase() !== 'z'
    )
      return;
    const target = /** @type {Element} */ (event.target);
    const writes = target.closest?.(
      'textarea, [contenteditable=true], input:not([type=radio], [type=checkbox])'
    );
    const here = this.root.closest('.nv-exercise') ?? this.root;
    if (
      writes ||
      this.undo.disabled ||
      !(here.contains(target) || (target === document.body && last === this))
    )
      return;
    event.preventDefault();
    event.stopPropagation();
    this._undo();
  }

  /**
   * Somebody was put down: moved a little, or nearer, further, into another circle.
   * @param {number} i
   */
  _putDown(i) {
    const { scene } = this;
    const spot = scene.spots[i];
    const person = scene.people[i];
    last = this;
    if (
      person.isNew ||
      ((spot.ring ?? person.ring) === person.ring && (spot.sector ?? scene.sectorOf(i)) === scene.sectorOf(i))
    )
      this._keep(i);
    else this._send(person.id, spot.ring ?? person.ring, spot.sector ?? 0);
  }

  /**
   * @param {string} id
   * @param {number} ring
   * @param {number} sector
   */
  _send(id, ring, sector) {
    const { rings, sectors } = this.scene.drawing;
    this._flush();
    last = this;
    this.asked.set(id, { ring, sector });
    this.sent += 1;
    const { closeness } = rings[ring];
    this.model.send({ what: 'put', id, closeness, circle: sectors[sector].circle, sent: this.sent });
  }

  // ---- mouse, finger, pen -------------------------------------------------------------------------------

  /** @param {MouseEvent} event */
  _point(event) {
    const box = this.stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** @param {PointerEvent} event */
  _down(event) {
    if (event.button) return;
    const [x, y] = this._point(event);
    this.pointers.set(event.pointerId, [x, y]);
    if (this.pointers.size === 2) {
      this._drop();
      this.pinch = this._spread();
      return;
    }
    const i = this.scene.nearest(x, y, event.pointerType === 'touch' ? 14 : 6);
    this.held = { i, x, y, moved: false };
    this.stage.setPointerCapture(event.pointerId);
  }

  _spread() {
    const [[x1, y1], [x2, y2]] = [...this.pointers.values()];
    return { far: Math.hypot(x2 - x1, y2 - y1), x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
  }

  /** @param {PointerEvent} event */
  _move(event) {
    const { scene } = this;
    const [x, y] = this._point(event);
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      const i = scene.nearest(x, y, 6);
      this._hover(i < 0 ? null : scene.people[i].id);
      this.stage.style.cursor = i < 0 ? '' : 'pointer';
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
    if (held.i >= 0) {
      const spot = scene.spotAt(held.i, x, y);
      scene.move(held.i, spot);
      if (!scene.people[held.i].isNew) this._aim(held.i, spot);
    } else if (scene.view.k > 1) scene.pan(x - before[0], y - before[1]);
  }

  /** @param {PointerEvent} event */
  _up(event, cancelled = false) {
    this.pointers.delete(event.pointerId);
    this._let(cancelled);
    if (this.pointers.size || !this.late) return;
    this.late = false;
    this._draw();
  }

  /** @param {boolean} cancelled */
  _let(cancelled) {
    const { held, scene } = this;
    if (!held) return;
    if (held.moved && cancelled) {
      this._aim(held.i, null);
      this.held = null;
      scene.drop();
      this._draw();
    } else if (held.moved) this._drop();
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
      this._aim(held.i, null);
      scene.drop();
      this._putDown(held.i);
      scene.nodes[held.i].group.focus({ preventScroll: true });
    }
    this.held = null;
  }

  /**
   * What putting somebody down here would say, in words beside the name.
   * @param {number} i
   * @param {Aim | null} spot
   */
  _aim(i, spot) {
    const { scene, words } = this;
    const { drawing, nodes, people } = scene;
    scene.aim(spot);
    const says = spot && [
      drawing.rings[spot.ring].closeness ?? words.no_nearness,
      drawing.sectors[spot.sector].name
    ];
    nodes[i].label.textContent = says
      ? `${people[i].name}: ${words.nearness} ${says.join(', ')}`
      : people[i].name;
  }

  /** @param {number} i */
  _keep(i) {
    const { angle, depth } = this.scene.spots[i];
    const id = this.scene.people[i].id;
    this.unsaved = { ...this.unsaved, [id]: [Math.round(angle * 1e4) / 1e4, Math.round(depth * 1e3) / 1e3] };
    clearTimeout(this.later);
    this.later = setTimeout(() => this._flush(), 250);
    this._said();
  }

  _flush() {
    clearTimeout(this.later);
    if (!this.unsaved) return;
    const places = { ...this.model.get('places'), ...this.unsaved };
    this.unsaved = null;
    this.own = true;
    this._moved(places);
    this.own = false;
    this.back.classList.toggle('nvp-away', false);
  }

  /** @param {Places} places */
  _moved(places) {
    this.model.set('places', places);
    this.model.save_changes();
  }

  /** @param {WheelEvent} event */
  _wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return; // the page scrolls as everywhere
    event.preventDefault();
    const [x, y] = this._point(event);
    this.scene.zoom(this.scene.view.k * Math.exp(-event.deltaY / 300), x, y);
    this._sized();
  }

  /** @param {number} by */
  _zoom(by) {
    this.scene.zoom(by ? this.scene.view.k * by : 1);
    this._sized();
  }

  // ---- keyboard -----------------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event */
  _key(event) {
    const { scene } = this;
    const id = /** @type {Element} */ (event.target).closest('.nvp-node')?.dataset.id ?? null;
    const here = scene.at.get(id);
    if (here === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = scene.people.length - 1;
    const across = ACROSS[event.key] ?? 0;
    const along = ALONG[event.key] ?? 0;
    if (event.shiftKey && (across || along)) this._step(here, across, along);
    else if (across) this._go((here + across + last + 1) % (last + 1));
    else if (along) this._go(this._nextCircle(here, along));
    else if (event.key === 'Home') this._go(0);
    else if (event.key === 'End') this._go(last);
    else if (event.key === 'Enter' || event.key === ' ') this._choose(id);
    else if (event.key === '+') this._zoom(ZOOM.step);
    else if (event.key === '-') this._zoom(1 / ZOOM.step);
    else if (event.key === 'Escape' && this.model.get('chosen')) this._choose(this.model.get('chosen'));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} i */
  _go(i) {
    this.scene.nodes[i].group.focus({ preventScroll: true });
  }

  /**
   * The first person of the next circle, or of the one before.
   * @param {number} here
   * @param {number} by
   */
  _nextCircle(here, by) {
    const { people } = this.scene;
    /** @param {number} i */
    const circleOf = i => people[i].circles[0] ?? null;
    const firsts = people.map((_, i) => i).filter(i => !i || circleOf(i) !== circleOf(i - 1));
    const now = firsts.findLastIndex(i => i <= here);
    return firsts[(now + by + firsts.length) % firsts.length];
  }

  /**
   * By keyboard what is dragged by hand: a ring nearer or further, into the circle beside.
   * @param {number} i
   * @param {number} across
   * @param {number} along
   */
  _step(i, across, along) {
    const { scene } = this;
    const { rings, sectors } = scene.drawing;
    const { id, isNew, ring: stands } = scene.people[i];
    const { ring, sector } = this.asked.get(id) ?? { ring: stands, sector: scene.sectorOf(i) };
    if (isNew) this._nudge(i, across);
    else if (across) this._send(id, ring, (sector + across + sectors.length) % sectors.length);
    else if (rings[ring + along]) this._send(id, ring + along, sector);
  }

  /**
   * Move somebody a little around the middle, within the circle.
   * @param {number | undefined} i
   * @param {number} around
   */
  _nudge(i, around) {
    if (i === undefined) return;
    const { scene } = this;
    const { angle, depth } = scene.spots[i];
    const r = scene.drawing.rings[scene.people[i].ring].outer * scene.scale;
    const { start, end } = scene.drawing.sectors[scene.sectorOf(i)] ?? { start: 0, end: 2 * Math.PI };
    scene.grab(i);
    scene.move(i, { angle: clamp(turn(angle + (around * 14) / r), start, end), depth });
    scene.drop();
    this._keep(i);
  }

  // ---- full screen, files -------------------------------------------------------------------------------

  async _fullScreen() {
    if (document.fullscreenElement) await document.exitFullscreen();
    else
      await this.root.requestFullscreen().catch(() => {
        this.did.textContent = this.words.full_refused;
      });
  }

  _fullScreenChanged() {
    const full = document.fullscreenElement === this.root;
    this.full.textContent = full ? this.words.full_off : this.words.full;
    requestAnimationFrame(() => this._fit());
  }

  /** @param {'png' | 'svg'} kind */
  async _save(kind) {
    const { words } = this;
    this._flush();
    try {
      const file = saved(this.state, { ...words, alt: this.state.drawing.alt });
      download(
        kind === 'png' ? await asImage(file) : new Blob([file.text], { type: 'image/svg+xml' }),
        `${words.file}.${kind}`
      );
      this.savedNote.textContent = words.saved;
    } catch {
      this.savedNote.textContent = words.save_failed;
    }
  }
}

export default {
  /** @param {{ model: Model, el: HTMLElement }} widget */
  render({ model, el }) {
    /** @type {Sheet | Picture | null} */
    let shown = null;
    // A page that is opened with its kernel still at work may come before what is to be drawn.
    const show = () => {
      if (shown || !model.get('drawing').radius) return;
      shown = model.get('sheet').title ? new Sheet(model, el) : new Picture(model, el);
    };
    model.on('change:drawing', show);
    show();
    return () => {
      model.off('change:drawing', show);
      shown?.close();
    };
  }
};
