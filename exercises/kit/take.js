const PAGE = `@page { size: A4; margin: 20mm }
body { font: 11pt/1.45 Georgia, serif; color: #222; max-width: 42rem; margin: 0 auto }
h1 { font-size: 19pt; line-height: 1.2; margin: 0 0 .4em } h2 { font-size: 12.5pt; margin: 1em 0 .2em; break-after: avoid }
p { margin: .3em 0 } p, td { overflow-wrap: anywhere } section { break-inside: avoid }
table { border-collapse: collapse; width: 100% } td, th { border: 1px solid #999; padding: 4pt 6pt; text-align: left; vertical-align: top }
.line { border-bottom: 1px solid #555; min-height: 1.9em } .signed { display: flex; gap: 3rem; margin: 1em 0 } .signed > * { flex: 1 }
ul { margin: .3em 0; padding-left: 1.2em }
.slips { display: grid; grid-template-columns: 1fr 1fr } .slips > section { border: 1px dashed #888; padding: 4mm 6mm } .slips h2 { margin-top: 0 }
.apart { break-before: page } .tick { width: 12mm } .box { padding-left: 6mm } .box > span { display: inline-block; width: 4mm; height: 4mm; margin: 0 1mm 0 -6mm; border: 1px solid #222; vertical-align: -.5mm }
.large { font-size: 14pt } .large h2 { font-size: 21pt } .large section { border-top: 2px solid #222; padding: 3mm 0 6mm }`;

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // pages on plain http have no clipboard; a selection still has
    const box = document.createElement('textarea');
    box.value = text;
    document.body.append(box);
    box.select();
    const copied = document.execCommand('copy');
    box.remove();
    return copied;
  }
}

/**
 * @param {BlobPart} content
 * @param {string} file
 * @param {string} kind
 */
function download(content, file, kind) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: kind }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return true;
}

/**
 * @param {any} html
 * @param {string} lang
 */
function print(html, lang) {
  const frame = document.createElement('iframe');
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  // beside the window, but as wide as the paper: some browsers print nothing of a frame without size
  frame.style.cssText = 'position:fixed;left:-400mm;top:0;width:210mm;height:297mm;border:0';
  frame.srcdoc = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><style>${PAGE}</style>${html}</html>`;
  const printed = new Promise(resolve => {
    frame.onload = () => {
      const page = /** @type {Window} */ (frame.contentWindow);
      page.onafterprint = () => frame.remove();
      page.focus();
      resolve(true);
      // after the answer is on the page: the dialogue holds everything until it is closed
      setTimeout(() => page.print());
    };
  });
  document.body.append(frame);
  return printed;
}

export default {
  /** @param {{ model: Model, el: HTMLElement }} widget */
  render({ model, el }) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'jupyter-widgets jupyter-button widget-button nv-quiet nv-take';
    button.textContent = model.get('label');
    const said = document.createElement('span');
    said.className = 'nv-saved';
    said.setAttribute('role', 'status');
    el.append(button, said);
    let waiting = false;
    button.onclick = () => {
      waiting = true;
      model.send('press');
    };
    /**
     * @param {any} message
     * @param {any} buffers
     */
    const answer = async (message, buffers) => {
      if (!waiting) return; // another window's button
      waiting = false;
      said.classList.toggle('nv-wrong', message.what === 'failed');
      if (message.what === 'failed') {
        said.textContent = message.said;
        return;
      }
      if (message.what === 'nothing') {
        said.textContent = model.get('failed');
        return;
      }
      const content = buffers[0];
      const text = () => new TextDecoder().decode(content);
      const went = {
        copy: () => copy(text()),
        download: () => download(content, message.file, message.kind),
        print: () => print(text(), message.lang)
      };
      said.textContent = (await went[/** @type {keyof typeof went} */ (message.what)]())
        ? model.get('done')
        : model.get('failed');
    };
    model.on('msg:custom', answer);
    return () => model.off('msg:custom', answer);
  }
};
