// npm run vendor: dkfds css (built with our colours) and htmx -> static/vendor/, TTF fonts for PDF -> static/fonts/.
// dkfds's own script is left out: nothing we use of it needs JavaScript.
// The result is committed, so Node is needed only by whoever changes a version or a colour.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const OUT = 'static/vendor';
const DIST = 'node_modules/dkfds/dist';
const FONTS = 'fonts/IBMPlexSans/complete';
const WOFF2 = `${FONTS}/woff2`;
const SCREEN_WEIGHTS = ['Regular', 'Medium', 'SemiBold', 'Italic'];
const PDF_WEIGHTS = ['Regular', 'SemiBold', 'Italic'];

function copy(from, to) {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.cpSync(from, to, { recursive: true });
}

// ManifestStaticFilesStorage refuses css and js that name files we do not ship.
function copyScript(from, name) {
  const text = fs.readFileSync(from, 'utf8').replace(/\n?\/\/# sourceMappingURL=.*/, '');
  fs.writeFileSync(path.join(OUT, 'js', name), text);
}

function woff2Only(face) {
  const match = face.match(/url\("?(\.\.\/fonts\/[^")]*-(\w+)\.woff2)"?\)/);
  if (!match || !SCREEN_WEIGHTS.includes(match[2])) return '';
  return face.replace(/src:[^}]*/, `src:url(${match[1]}) format("woff2")`);
}

function buildCss() {
  const file = `${OUT}/css/dkfds.css`;
  execFileSync('npx', ['sass', '--style=compressed', '--no-source-map', '--quiet', '.ci/theme/dkfds.scss', file]);
  const css = fs.readFileSync(file, 'utf8')
    .replace(/@font-face\s*\{[^}]*\}/g, woff2Only)
    .replace(/url\("\.\.\/img\/logo-[a-z-]*placeholder\.png"\)/g, 'none');
  // In a cascade layer every rule of our own css wins over dkfds's long selectors without !important.
  fs.writeFileSync(file, `@layer dkfds{${css.replace(/^\uFEFF/, '')}}\n`);
}

fs.rmSync(OUT, { recursive: true, force: true });
for (const folder of ['css', 'js', 'img', WOFF2]) fs.mkdirSync(path.join(OUT, folder), { recursive: true });

buildCss();
copyScript('node_modules/htmx.org/dist/htmx.min.js', 'htmx.min.js');
copy(`${DIST}/img/svg-icons`, `${OUT}/img/svg-icons`);
copy(`${DIST}/LICENSE.md`, `${OUT}/LICENSE-dkfds.md`);
copy('node_modules/htmx.org/LICENSE', `${OUT}/LICENSE-htmx.txt`);
for (const weight of SCREEN_WEIGHTS) {
  copy(`${DIST}/${WOFF2}/IBMPlexSans-${weight}.woff2`, `${OUT}/${WOFF2}/IBMPlexSans-${weight}.woff2`);
}
copy(`${DIST}/${FONTS}/ttf/license.txt`, 'static/fonts/LICENSE.txt');
for (const weight of PDF_WEIGHTS) {
  copy(`${DIST}/${FONTS}/ttf/IBMPlexSans-${weight}.ttf`, `static/fonts/IBMPlexSans-${weight}.ttf`);
}
