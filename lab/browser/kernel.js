// The kernel as JupyterLab knows it: every message is handed to the worker that holds Python.

import { Python } from './python.js';

/** @param {any} BaseKernel JupyterLite's own, from the modules that all extensions share */
export function kernelClass(BaseKernel) {
  return class BrowserKernel extends BaseKernel {
    /** @param {any} options */
    constructor(options) {
      super(options);
      this._python = Python.start(event => this._said(event));
    }

    get ready() {
      return this._python.ready;
    }

    dispose() {
      if (!this.isDisposed) {
        this._python.end();
        super.dispose();
      }
    }

    async kernelInfoRequest() {
      return {
        status: 'ok',
        implementation: 'netvaerk',
        implementation_version: '1',
        protocol_version: '5.3',
        banner: '',
        help_links: [],
        language_info: { name: 'python', version: '3.14', mimetype: 'text/x-python', file_extension: '.py' }
      };
    }

    /** @param {{ code: string, user_expressions?: Record<string, string> }} given */
    async executeRequest({ code, user_expressions: expressions = {} }) {
      const reply = await this._python.ask('execute', { code, expressions, header: this.parentHeader });
      if (reply.status === 'error') {
        const { ename, evalue, traceback } = reply;
        this.publishExecuteError({ ename, evalue, traceback }, this.parentHeader);
      }
      return { ...reply, execution_count: this.executionCount, payload: [] };
    }

    /** @param {{ target_name: any }} given */
    async commInfoRequest({ target_name }) {
      return { status: 'ok', comms: await this._python.ask('comms', { target: target_name ?? '' }) };
    }

    /** @param {any} message */
    commOpen(message) {
      return this._comm(message);
    }

    /** @param {any} message */
    commMsg(message) {
      return this._comm(message);
    }

    /** @param {any} message */
    commClose(message) {
      return this._comm(message);
    }

    // Nobody edits code on these pages.
    async completeRequest() {
      return { status: 'ok', matches: [], cursor_start: 0, cursor_end: 0, metadata: {} };
    }

    async inspectRequest() {
      return { status: 'ok', found: false, data: {}, metadata: {} };
    }

    async isCompleteRequest() {
      return { status: 'unknown' };
    }

    inputReply() {}

    /** @param {{ header: any, content: object, metadata: any, buffers?: any }} given */
    _comm({ header, content, metadata, buffers = [] }) {
      const plain = buffers.map(
        (/** @type {any} */ buffer) =>
          new Uint8Array(buffer.buffer ?? buffer, buffer.byteOffset ?? 0, buffer.byteLength)
      );
      return this._python.ask('comm', { kind: header.msg_type, content, metadata, buffers: plain, header });
    }

    /** @param {{ kind: string, content: any, metadata: any, buffers: any, header: any }} given */
    _said({ kind, content, metadata, buffers, header }) {
      if (this.isDisposed) {
        return;
      }
      const tell = {
        stream: () => this.stream(content, header),
        display_data: () => this.displayData(content, header),
        update_display_data: () => this.updateDisplayData(content, header),
        clear_output: () => this.clearOutput(content, header),
        execute_result: () =>
          this.publishExecuteResult({ ...content, execution_count: this.executionCount }, header)
      }[kind];
      if (tell) {
        tell();
      } else {
        this.handleComm(kind, content, metadata, buffers, header);
      }
    }
  };
}
