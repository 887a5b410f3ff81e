// Names for what the page's modules hand to one another: JupyterLab's own types, and the shapes of our own messages.

import type { ILabShell as LabShell, IRouter, JupyterFrontEnd } from '@jupyterlab/application';
import type { Cell as AnyCell, CodeCell as LabCodeCell } from '@jupyterlab/cells';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents as LabContents, ServerConnection } from '@jupyterlab/services';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { AnyModel } from '@anywidget/types';
import type { CoursePage } from '../../lab/extensions/netvaerk-calm/page/page.js';

declare global {
  type App = JupyterFrontEnd;
  type Shell = LabShell;
  type Router = IRouter;
  type Tracker = INotebookTracker;
  type Documents = IDocumentManager;
  type Settings = ISettingRegistry;
  type Panel = NotebookPanel;
  type Cell = AnyCell;
  type CodeCell = LabCodeCell;
  type Contents = LabContents.IManager;
  type Server = ServerConnection.ISettings;
  type Page = CoursePage;
  type Model = AnyModel<any>;

  /** A module that JupyterLab shares: versions by their names, each with a promise of its factory. */
  type Scope = Record<string, Record<string, { get(): Promise<() => any> }>>;

  /** The modules that JupyterLab shares with its extensions, by short names. */
  interface Lab {
    application: typeof import('@jupyterlab/application');
    apputils: typeof import('@jupyterlab/apputils');
    cells: typeof import('@jupyterlab/cells');
    codeeditor: typeof import('@jupyterlab/codeeditor');
    coreutils: typeof import('@jupyterlab/coreutils');
    docmanager: typeof import('@jupyterlab/docmanager');
    messaging: typeof import('@lumino/messaging');
    notebook: typeof import('@jupyterlab/notebook');
    services: typeof import('@jupyterlab/services');
    settingregistry: typeof import('@jupyterlab/settingregistry');
    statedb: typeof import('@jupyterlab/statedb');
    translation: typeof import('@jupyterlab/translation');
  }

  /** What a place without a server does in its own way. */
  type Edition = Partial<typeof import('../../lab/browser/edition.js')>;

  /** What the plugin was given. */
  interface Services {
    app: App;
    tracker: Tracker;
    documents: Documents;
    settings: Settings | null;
    learner: boolean;
  }

  /** What was typed into a box while the server was away. */
  interface Draft {
    value: string;
    seen: string[];
    at: number;
    left: boolean;
  }

  /** The `course` block of a notebook's metadata. */
  interface Course {
    kind: 'lesson' | 'workshop' | 'reflection' | 'welcome' | 'desk' | 'data';
    lang: 'da' | 'en';
    title: string;
    stem: string;
    lesson: string;
    assignment: string;
    deadline?: string;
    minutes_short?: number;
    steps?: string[];
  }

  /** A button that was pressed in an exercise, the answer that came to it, and what got the keyboard since. */
  interface Press {
    button: HTMLElement;
    when: number;
    fine: HTMLElement | null;
    given: HTMLElement | null;
  }

  /** A paragraph: the id of a cell and the number of the block in it, -1 for its top. */
  interface Spot {
    cell: string;
    block: number;
    at?: number;
  }

  /** A page before or after this one. */
  interface Neighbour {
    [name: string]: unknown;
    path: string;
    title: string;
    isLesson: boolean;
    isShort: boolean;
  }

  interface Step {
    at: string;
    minutes: number;
    section: string;
    cells: Cell[];
    ids: string[];
    isLong: boolean;
    title: string;
  }

  /** The page's way of building HTML. */
  type El = typeof import('../../lab/extensions/netvaerk-calm/page/dom.js').el;
  type Names = Record<string, unknown>;
  type Child = Node | string | false | null | undefined;

  /** What `el` takes: listeners, `data` for the dataset, and attributes. */
  interface Properties {
    onclick?: (event: MouseEvent) => unknown;
    oninput?: (event: Event) => unknown;
    onchange?: (event: Event) => unknown;
    onsubmit?: (event: SubmitEvent) => unknown;
    data?: Record<string, string>;
    [attribute: string]: unknown;
  }

  /** One of nbgrader's hand-ins, as its server extension tells of it. */
  interface Submission {
    timestamp: string;
    has_local_feedback: boolean;
    has_exchange_feedback: boolean;
    feedback_updated: boolean;
    local_feedback_path: string;
    notebooks: { notebook_id: string }[];
  }

  interface Assignment {
    assignment_id: string;
    status: string;
    submissions: Submission[];
  }

  /** A comment of the bank. */
  interface Saying {
    id: string;
    text: string;
    level: number | null;
    own: boolean;
  }

  /** What network_picture.py hands its picture: see there. */
  interface Person {
    id: string;
    name: string;
    label: string;
    ring: number;
    angle: number;
    depth: number;
    circles: number[];
    facts: [string, string][];
    isNew?: boolean;
  }
  interface NewPerson extends Person {
    knows: string[];
  }
  interface Ring {
    name: string;
    closeness: number | null;
    inner: number;
    outer: number;
  }
  interface Sector {
    circle: number | null;
    name: string;
    start: number;
    end: number;
  }
  /** What is to stand on the sheet for the wall. */
  interface WallSheet {
    title: string;
    sentences: string[];
    next: string;
    next_label: string;
    foot: string;
    names: boolean;
    lang: string;
  }
  /** Two places in `people`, and 1 for a tie, 0 for unknown. */
  type Tie = [number, number, number];
  interface Drawing {
    ego: string;
    alt: string;
    radius: number;
    rings: Ring[];
    sectors: Sector[];
    people: Person[];
    ties: Tie[];
    legend: { circle: number | null; text: string }[];
    notes: string[];
  }
  interface WhatIf {
    gone: string[];
    new: NewPerson[];
    note: string;
    notes: string[];
  }
  /** Angle and depth of those who were moved. */
  type Places = Record<string, [number, number]>;

  /** What Python's thread says without being asked. */
  interface Notice {
    storage?: 'ok' | 'none' | 'no_room' | 'full' | 'kept';
    generation?: number;
    noticed?: boolean;
    why?: string;
    written?: { path: string; text: string };
    packed?: boolean;
    emptied?: boolean;
  }

  // What a page looks for by a selector is HTML.
  interface ParentNode {
    querySelector<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K] | null;
    querySelector(selectors: string): HTMLElement | null;
    querySelectorAll<K extends keyof HTMLElementTagNameMap>(
      selectors: K
    ): NodeListOf<HTMLElementTagNameMap[K]>;
    querySelectorAll(selectors: string): NodeListOf<HTMLElement>;
  }
  interface Element {
    closest<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K] | null;
    closest(selectors: string): HTMLElement | null;
  }

  interface DocumentEventMap {
    'netvaerk-notice': CustomEvent<Notice>;
  }

  interface Window {
    _JUPYTERLAB: Record<string, unknown>;
    netvaerkAsked?: string;
    netvaerkNotices?: Notice[] | null;
    netvaerkPython?: Worker | null;
    netvaerkWorker: () => Worker;
    netvaerkText: {
      show(main: HTMLElement, style: Node, base: string): void;
      leave(blocks: (text: Element) => Element[]): Spot | null;
    };
  }
}
