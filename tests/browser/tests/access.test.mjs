// WCAG 2.2 AA by axe-core, in light and dark, wide and narrow; and what axe does not see.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { count, explorer, launch, noShots, open, search, shots, things } from '../lib/world.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

// What axe finds, in a line each. The policy of the page keeps scripts out that are not its own, but not those
// of the debugger.
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values } }), tags);
  assert.ok(found.passes.length > 20, 'axe looked at something');
  return found.violations.flatMap((rule) => rule.nodes.slice(0, 5).map((node) => `${rule.id}: ${node.html.slice(0, 120)} ${node.any[0]?.message ?? ''}`));
}

// A small page with everything that a page can have is looked at in every state, and this repository's in two:
// axe takes seconds for so many entries.
const shop = [
  { key: 'gate', summary: 'Opens and `closes`.', group: 'doors', status: 'stable', tags: ['wood'], aliases: ['door'] },
  { key: 'gate.lock', summary: 'Keeps a [door](https://example.org) shut.', title: 'Lock', group: 'doors', status: 'stable', with: ['gate'] },
  { key: 'hinge@2', summary: 'Carries a gate.', group: 'parts', since: '1.2', with: ['gate', 'nail'] },
  { key: 'nail', summary: '', group: 'parts', status: 'preview' },
  { key: 'latch', summary: 'Was used before.', group: 'parts', deprecated: 'Use `gate.lock`.' },
];
let project;
before(() => { project = things(shop); });
after(() => project?.close());

const states = {
  start: async () => {},
  results: async (page) => search(page, 'gate'),
  nothing: async (page) => search(page, 'hnige'),
  filters: async (page) => {
    await page.evaluate(() => { document.querySelector('#filter-box').open = true; });
    await page.check('input[value=parts]');
    await page.check('input[name=deprecated]');
  },
  open: async (page) => {
    await page.evaluate(() => { location.hash = '#gate'; });
    await page.waitForSelector('article.selected');
    await page.evaluate(() => { for (const details of document.querySelectorAll('#map, #keys')) details.open = true; });
  },
};

for (const colorScheme of ['light', 'dark']) {
  for (const [name, arrange] of Object.entries(states)) {
    for (const width of [1280, 320]) {
      test(`axe finds nothing: ${name}, ${colorScheme}, ${width} px`, async () => {
        const world = await open(browser, project.url, { colorScheme, viewport: { width, height: 900 } });
        await arrange(world.page);
        assert.deepEqual(await violations(world.page), []);
        assert.deepEqual(world.problems, []);
        await world.close();
      });
    }
  }
}

for (const [colorScheme, width, address] of [['light', 1280, ''], ['dark', 320, '#gate.idempotency']]) {
  test(`axe finds nothing on the page of this repository: ${colorScheme}, ${width} px`, async () => {
    const world = await open(browser, explorer + address, { colorScheme, viewport: { width, height: 900 } });
    assert.deepEqual(await violations(world.page), []);
    await world.close();
  });
}

test('axe finds nothing without the script', async () => {
  // Axe itself needs scripts, so the page goes without its own.
  const copy = path.join(project.folder, 'noscript.html');
  const html = readFileSync(fileURLToPath(project.url), 'utf8');
  writeFileSync(copy, html.replace(/<script>[^]*<\/script>\n<\/body>/u, '</body>'));
  const world = await open(browser, pathToFileURL(copy).href);
  assert.equal(await world.page.locator('nav.kinds').isVisible(), true, 'the script did not run');
  assert.deepEqual(await violations(world.page), []);
  await world.close();
});

// Pictures for people: each state of this repository's page, light and dark, wide and narrow.
test('screenshots are taken', { skip: noShots }, async () => {
  const addresses = { start: '', results: '#q=gate', nothing: '#q=idempotncy', filters: '#kind=scenario.step&group=gate', open: '#gate.idempotency' };
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 320]) {
      for (const [name, address] of Object.entries(addresses)) {
        const world = await open(browser, explorer + address, { colorScheme, viewport: { width, height: 900 } });
        await world.page.screenshot({ path: `${shots}/${name}-${colorScheme}-${width}.png` });
        await world.close();
      }
    }
  }
});

// The outline of the page: no level is left out.
test('headings have an order, and one is the first', async () => {
  const world = await open(browser, explorer);
  for (const words of ['', 'gate']) {
    await search(world.page, words);
    const levels = await world.page.locator(':is(h1,h2,h3,h4):visible').evaluateAll((all) => all.map((heading) => Number(heading.getAttribute('aria-level') ?? heading.tagName[1])));
    assert.equal(levels.filter((level) => level === 1).length, 1);
    levels.forEach((level, at) => assert.ok(at === 0 || level <= levels[at - 1] + 1, `${words}: ${levels.slice(at - 1, at + 1)}`));
  }
  await world.close();
});

test('what a search found is said, politely and once', async () => {
  const world = await open(browser, explorer);
  const status = world.page.locator('[role=status]');
  assert.equal(await status.count(), 1);
  assert.equal(await status.getAttribute('aria-live'), 'polite');
  const said = await world.page.evaluateHandle(() => {
    const list = [];
    new MutationObserver(() => list.push(document.querySelector('#count').textContent)).observe(document.querySelector('#count'), { childList: true, characterData: true, subtree: true });
    return list;
  });
  await world.page.locator('#q').pressSequentially('idempotency', { delay: 5 });
  await world.page.waitForFunction(() => location.hash === '#q=idempotency');
  const texts = await said.jsonValue();
  assert.ok(texts.length <= 3, `not at every letter: ${texts}`);
  assert.equal(texts.at(-1), await count(world.page));
  await world.close();
});

test('targets are 24 px high and wide at least, or stand in a sentence', async () => {
  for (const width of [1280, 320]) {
    const world = await open(browser, `${explorer}#q=gate&kind=scenario.step&key=scenario.step/gate.idempotency`, { viewport: { width, height: 900 } });
    await world.page.evaluate(() => { document.querySelector('#filter-box').open = true; });
    const small = await world.page.locator('button:visible, label:visible, summary:visible, input[type=search]:visible, .relations li:visible, .links li:visible').evaluateAll((all) => all
      .map((node) => [node.textContent.trim().slice(0, 40), node.getBoundingClientRect()])
      .filter(([, box]) => box.height > 1 && (box.height < 24 || box.width < 24))
      .map(([name, box]) => `${name}: ${box.width} × ${box.height}`));
    assert.deepEqual(small, []);
    await world.close();
  }
});
