// What the tests need: a browser, pages that are watched, a server below a path, and projects to generate from.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const shots = path.join(root, 'target/browser');
// Pictures for people are taken when somebody wants to look at them.
export const noShots = process.env.ROLLBOOK_SHOTS ? false : 'ROLLBOOK_SHOTS=1 takes screenshots';

export const book = path.join(root, 'target/book');

// The explorer of this repository, as a file.
export const explorer = pathToFileURL(path.join(root, 'docs/registry/explorer.html')).href;

// Without the services that Chromium would call at home.
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--font-render-hinting=none',
];

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });

// A page whose requests, messages and errors are kept. `problems` are those that no page of ours may have.
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const requests = [];
  const problems = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.goto(url);
  return { page, context, requests, problems, close: () => context.close() };
}

// Serves a folder below `/docs/x/`, and nothing else.
export async function serve(folder) {
  const types = { '.html': 'text/html', '.json': 'application/json', '.svg': 'image/svg+xml', '.css': 'text/css', '.js': 'text/javascript' };
  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const file = path.join(folder, name.replace(/^\/docs\/x\//, ''));
    if (!name.startsWith('/docs/x/') || !file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end('nothing here');
      return;
    }
    response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}/docs/x/`, close: () => new Promise((done) => server.close(done)) };
}

// A project of these files, generated in a folder that `close` removes.
export function project(files) {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollbook-browser-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  const program = path.join(root, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/xtask');
  const run = spawnSync(program, ['gen', '--project', folder], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr + run.stdout);
  const file = path.join(folder, 'docs/registry/explorer.html');
  return { folder, url: pathToFileURL(file).href, close: () => rmSync(folder, { recursive: true }) };
}

// A project with one registry of things, whose entries are given as JSON, which is YAML.
export const things = (entries, says = {}) => project({
  'rollbook.yaml': `name: things
registries:
  shop: { title: ${JSON.stringify(says.title ?? 'Shop')}, purpose: ${JSON.stringify(says.purpose ?? 'Things to sell.')} }
docs: { root: docs, flavour: mdbook }
`,
  'shop/kinds/thing.schema.yaml': `title: Thing
description: ${JSON.stringify(says.description ?? 'Something to sell.')}
x-registry: { entries: things.yaml, layout: list, closed: false, group_by: group }
type: object
required: [key, summary]
additionalProperties: false
properties:
  key: { type: string }
  summary: { type: string }
  title: { type: string }
  group: { type: string }
  status: { type: string }
  since: { type: string }
  deprecated: { type: string }
  aliases: { type: array, items: { type: string } }
  tags: { type: array, items: { type: string } }
  with: { type: array, items: { type: string, x-ref: shop.thing } }
`,
  'shop/things.yaml': entries.map((entry) => `- ${JSON.stringify(entry)}\n`).join(''),
  'docs/index.md': '# Docs\n',
});

// What people see of the list: the keys that are shown, in their order.
export const keys = (page) => page.locator('article:visible .key').allInnerTexts();

export const count = (page) => page.locator('#count').innerText();

// Types into the search and waits until the page answers.
export async function search(page, words) {
  await page.fill('#q', words);
  await page.waitForFunction((q) => new URLSearchParams(location.hash.slice(1)).get('q') === (q.trim() || null), words);
}

// The last part of the address, in words.
export const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));
