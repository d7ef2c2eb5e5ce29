// The explorer without its script: everything can be read, and all links lead somewhere.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { explorer, launch, open, root } from '../lib/world.mjs';

let browser;
let world;
before(async () => {
  browser = await launch();
  world = await open(browser, explorer, { javaScriptEnabled: false });
});
after(async () => { await browser?.close(); });

const registry = JSON.parse(readFileSync(path.join(root, 'docs/registry/registry.json'), 'utf8'));

test('every entry of every kind is there, in its section', async () => {
  const all = registry.kinds.reduce((sum, kind) => sum + kind.entries.length, 0);
  assert.equal(await world.page.locator('article:visible').count(), all);
  for (const kind of registry.kinds) {
    const section = world.page.locator(`[id="${kind.id}"]`);
    const keys = await section.locator('article .key').allInnerTexts();
    assert.deepEqual(keys.toSorted(), kind.entries.map((entry) => entry.key).toSorted(), kind.id);
  }
});

test('what needs the script is not shown, and that is said', async () => {
  assert.equal(await world.page.locator('input:visible, button:visible').count(), 0);
  assert.match(await world.page.locator('noscript').innerText(), /need a script/);
});

test('links within the page lead to entries and kinds', async () => {
  await world.page.click('nav.kinds a[href="#scenario.step"]');
  assert.equal(await world.page.locator('section:target').getAttribute('id'), 'scenario.step');
  const entry = world.page.locator('[id="scenario.step/gate.idempotency"]');
  await entry.locator('summary').click();
  await entry.locator('.relations a', { hasText: 'seen_store' }).click();
  assert.equal(await world.page.locator('article:target .key').innerText(), 'seen_store');
});

// A built site has `x.html` where the docs have `x.md`.
const source = (file) => (file.endsWith('.html') && !existsSync(file) ? file.replace(/\.html$/u, '.md') : file);

test('every link leads to a file that exists, or into the page', async () => {
  const links = await world.page.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const ids = new Set(await world.page.locator('[id]').evaluateAll((all) => all.map((node) => node.id)));
  assert.ok(links.length > 500, `${links.length} links`);
  const here = fileURLToPath(explorer);
  let outside = 0;
  for (const link of links) {
    if (link.startsWith('#')) {
      assert.ok(ids.has(link.slice(1)), link);
    } else if (link.startsWith('https://')) {
      outside += 1;
    } else {
      const [name] = link.split('#');
      assert.ok(existsSync(source(path.join(path.dirname(here), decodeURIComponent(name)))), link);
    }
  }
  const definitions = registry.kinds.flatMap((kind) => kind.entries.map((entry) => entry.definition));
  assert.ok(outside >= definitions.length, 'each definition is linked by the address of the repository');
  assert.ok(definitions.every((definition) => existsSync(path.join(root, definition))));
});

test('ids are unique', async () => {
  const ids = await world.page.locator('[id]').evaluateAll((all) => all.map((node) => node.id));
  assert.equal(new Set(ids).size, ids.length);
});
