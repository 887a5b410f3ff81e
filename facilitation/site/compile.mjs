// Run by Node at build: compiles Python for the browser, and tells which modules the first pages import.
//
//   node compile.mjs FOLDER < CELLS      FOLDER holds site-packages; every .py in it becomes a .pyc in its place
//
// CELLS is a JSON list of code; the answer is a JSON list of the files in FOLDER that running them imported.

import { readFileSync } from 'node:fs';
import { loadPyodide } from 'pyodide';

process.on('uncaughtException', error => {
  // Node would print the line it came from, and Pyodide is one line
  process.stderr.write(`${error.message ?? error}\n`);
  process.exit(1);
});

const [folder] = process.argv.slice(2);
const pyodide = await loadPyodide({ env: { HOME: '/home' } });
pyodide.FS.mkdirTree('/made');
pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, '/made');
pyodide.registerJsModule('netvaerk_page', {
  send() {},
  fetch() {},
  keeper: { keep: () => true },
  written() {},
  packed() {},
  emptied() {}
});
pyodide.globals.set('cells', readFileSync(0, 'utf8'));
const answer = pyodide.runPython(`
import compileall, json, os, py_compile, sys
from pathlib import Path

made = Path("/made")
done = compileall.compile_dir(
    made, quiet=2, legacy=True, ddir="/", invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
)
for source in made.rglob("*.py"):
    # what another Python's syntax is in (templates) stays as it is
    if source.with_suffix(".pyc").exists():
        source.unlink()
sys.path.append("/made")
os.environ["NETVAERK_STORE"] = "/home/store"
os.makedirs("/home/pages")
os.chdir("/home/pages")
import netvaerk_kernel
from exercises import browser
failed = []
for cell in json.loads(cells):
    reply = json.loads(netvaerk_kernel.execute(cell, "{}", "null"))
    if reply["status"] != "ok":
        failed.append(f"{cell}: {reply['ename']}: {reply['evalue']}")
used = {
    os.path.relpath(file, made)
    for module in list(sys.modules.values())
    if (file := getattr(module, "__file__", None)) and file.startswith("/made/")
}
json.dumps({"used": sorted(used), "failed": failed})
`);
// Pyodide leaves a timer running
process.stdout.write(answer, () => process.exit(0));
