// Search, filters and addresses, on a small project where every answer is known.
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { count, hash, keys, launch, open, search, things } from '../lib/world.mjs';

const entries = [
  { key: 'gate', summary: 'Opens and closes.', group: 'doors', status: 'stable', tags: ['wood'] },
  { key: 'gate.lock', summary: 'Keeps a door shut.', group: 'doors', status: 'stable', with: ['gate'] },
  { key: 'iron_gate', summary: 'Is heavy.', group: 'doors', status: 'preview', title: 'Portcullis' },
  { key: 'hinge@2', summary: 'Carries a gate.', group: 'parts', status: 'stable', aliases: ['pivot'], with: ['gate', 'nail'] },
  { key: 'nail', summary: 'Holds *wood* with `code`.', group: 'parts', status: 'preview', since: '1.2' },
  { key: 'latch', summary: 'Was used before.', group: 'parts', status: 'stable', deprecated: 'Use `gate.lock`.' },
];

let browser;
let project;
let world;
let page;
before(async () => {
  project = things(entries);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  project?.close();
});
beforeEach(async () => {
  world = await open(browser, project.url);
  page = world.page;
});
afterEach(async () => {
  assert.deepEqual(world.problems, []);
  await world.close();
});

const again = async (address) => {
  await page.goto('about:blank');
  await page.goto(project.url + address);
};

test('everything but what is deprecated is shown at first', async () => {
  assert.deepEqual(await keys(page), ['gate', 'gate.lock', 'iron_gate', 'hinge@2', 'nail']);
  assert.equal(await count(page), '5 entries, 1 deprecated not shown');
});

test('the best answer comes first: key, beginning, part, summary', async () => {
  await search(page, 'gate');
  assert.deepEqual(await keys(page), ['gate', 'gate.lock', 'iron_gate', 'hinge@2']);
  assert.equal(await count(page), '4 of 6 entries');
  await search(page, 'GATE lock');
  assert.deepEqual(await keys(page), ['gate.lock']);
});

test('words are looked for in titles, aliases, tags and parts of keys, and all have to be there', async () => {
  for (const [words, found] of [
    ['portcullis', ['iron_gate']],
    ['pivot', ['hinge@2']],
    ['wood', ['gate', 'nail']],
    ['2', ['hinge@2']],
    ['iron-gate', ['iron_gate']],
    ['hinge 2', ['hinge@2']],
    ['gate heavy', ['iron_gate']],
    ['gate nothing', []],
    ['.*', []],
    ['(', []],
  ]) {
    await search(page, words);
    assert.deepEqual(await keys(page), found, words);
  }
});

test('what was found is marked, in text with markup too, and the marks go away', async () => {
  await search(page, 'wood co');
  const article = page.locator('article:visible');
  assert.deepEqual(await article.locator('mark').allInnerTexts(), ['wood', 'co']);
  assert.equal(await article.locator('em mark').innerText(), 'wood');
  assert.equal(await article.locator('code mark').innerText(), 'co');
  await search(page, '');
  assert.equal(await page.locator('mark').count(), 0);
  assert.equal(await page.locator('[id="shop.thing/nail"] .summary').innerHTML(), 'Holds <em>wood</em> with <code>code</code>.');
  assert.deepEqual(await keys(page), ['gate', 'gate.lock', 'iron_gate', 'hinge@2', 'nail'], 'in the old order');
});

test('a slip of the finger is asked about', async () => {
  await search(page, 'portculis gate');
  assert.deepEqual(await keys(page), []);
  assert.equal(await page.locator('#meant').innerText(), 'Did you mean portcullis gate?');
  await page.click('#meant button');
  assert.deepEqual(await keys(page), ['iron_gate']);
  await search(page, 'hnige');
  assert.match(await page.locator('#meant').innerText(), /hinge/, 'two letters changed places');
  await search(page, 'xylophone');
  assert.equal(await page.locator('#meant').isVisible(), false, 'nothing is near');
});

test('what the filters hide is offered', async () => {
  await search(page, 'latch');
  assert.match(await page.locator('#empty').innerText(), /The filters hide 1 entry that matches/);
  await page.click('#hidden-matches button');
  assert.deepEqual(await keys(page), ['latch']);
});

const counts = () => page.locator('#filters label').evaluateAll((labels) => Object.fromEntries(labels.map((label) => [label.querySelector('input').value, label.querySelector('.n').textContent])));

test('filters count what they would show, and are chips that can be removed', async () => {
  assert.deepEqual(await counts(), { stable: '3', preview: '2', doors: '3', parts: '2', 1: '1' });
  await page.check('input[value=parts]');
  assert.deepEqual(await keys(page), ['hinge@2', 'nail']);
  assert.equal(await page.locator('h3 .n').innerText(), '2 of 6');
  assert.deepEqual(await counts(), { stable: '1', preview: '1', doors: '3', parts: '2', 1: '1' });
  await page.check('input[value=preview]');
  assert.deepEqual(await keys(page), ['nail']);
  await page.check('input[value=doors]');
  assert.deepEqual(await keys(page), ['iron_gate', 'nail'], 'or within a question, and between questions');
  assert.deepEqual(await page.locator('#chips button').allInnerTexts(), ['status: preview', 'group: doors', 'group: parts']);
  await page.click('#chips button:has-text("doors")');
  assert.deepEqual(await keys(page), ['nail']);
  assert.equal(await page.locator('#chips button:focus').innerText(), 'group: parts', 'focus stays among the chips');
  await page.check('input[name=deprecated]');
  assert.deepEqual(await keys(page), ['nail']);
  await page.uncheck('input[value=preview]');
  assert.deepEqual(await keys(page), ['hinge@2', 'nail', 'latch'], 'what is deprecated comes last');
  await page.click('#clear');
  assert.equal((await keys(page)).length, 5);
  assert.equal(await page.locator('#active').isVisible(), false);
});

test('a question with one answer is not asked', async () => {
  assert.deepEqual(await page.locator('legend').allInnerTexts(), ['Status', 'Group', 'Deprecated']);
});

test('the address says what is asked, and brings it back', async () => {
  await search(page, 'gate');
  await page.check('input[value=doors]');
  await page.click('[id="shop.thing/gate.lock"] .key');
  assert.equal(await hash(page), '#q=gate&group=doors&key=shop.thing/gate.lock');
  const address = await page.evaluate(() => location.hash);
  await again(address);
  assert.deepEqual(await keys(page), ['gate', 'gate.lock', 'iron_gate']);
  assert.equal(await page.inputValue('#q'), 'gate');
  assert.equal(await page.locator('article.selected .key').innerText(), 'gate.lock');
});

test('a plain address opens its entry, by its whole name or its key', async () => {
  for (const address of ['#shop.thing/hinge@2', '#hinge@2', '#key=shop.thing/hinge@2', '#key=hinge%402']) {
    await again(address);
    assert.equal(await page.locator('article.selected .key').innerText(), 'hinge@2', address);
    assert.equal(await page.locator('article.selected .more').getAttribute('open'), '', address);
    assert.equal((await keys(page)).length, 5, address);
  }
  await again('#nothing.of.that.name');
  assert.equal(await page.locator('article.selected').count(), 0);
  assert.equal((await keys(page)).length, 5);
  await again('#q=%zz&kind=%E0%A4%A&group=unknown');
  assert.deepEqual(await keys(page), [], 'an address that is no address is a search for it');
});

test('an address to an entry that is filtered out clears the filters and says so', async () => {
  await again('#q=nail&group=parts&key=shop.thing/gate');
  assert.equal(await page.locator('article.selected .key').innerText(), 'gate');
  assert.equal((await keys(page)).length, 5);
  assert.match(await count(page), /^Filters cleared to show the entry\. /);
  await again('#shop.thing/latch');
  assert.equal(await page.locator('article.selected .key').innerText(), 'latch');
  assert.equal(await page.isChecked('input[name=deprecated]'), true, 'only the deprecated are shown besides');
});

test('back and forward go through what was chosen, not through what was typed', async () => {
  await page.check('input[value=parts]');
  await page.locator('#q').pressSequentially('nail', { delay: 60 });
  await page.waitForFunction(() => location.hash.includes('q=nail'));
  await page.click('article:visible .key');
  assert.equal(await hash(page), '#q=nail&group=parts&key=shop.thing/nail');
  await page.goBack();
  assert.equal(await hash(page), '#q=nail&group=parts');
  assert.equal(await page.locator('article.selected').count(), 0);
  await page.goBack();
  assert.equal(await hash(page), '');
  assert.equal((await keys(page)).length, 5);
  await page.goForward();
  await page.goForward();
  assert.equal(await page.locator('article.selected .key').innerText(), 'nail');
});

test('relations lead to entries, even to those that are filtered out, and from pictures too', async () => {
  await search(page, 'hinge');
  await page.click('article:visible .more > summary');
  const more = page.locator('[id="shop.thing/hinge@2"] .more');
  assert.deepEqual(await more.locator('.relations a').allInnerTexts(), ['gate', 'nail']);
  await more.locator('.relations a', { hasText: 'nail' }).click();
  assert.equal(await page.locator('article.selected .key').innerText(), 'nail');
  assert.match(await count(page), /Filters cleared/);
  await page.goBack();
  assert.equal(await page.inputValue('#q'), 'hinge');
  await page.locator('[id="shop.thing/hinge@2"] .more').evaluate((details) => { details.open = true; });
  await page.locator('[id="shop.thing/hinge@2"] svg a', { hasText: 'gate' }).click();
  assert.equal(await page.locator('article.selected .key').innerText(), 'gate');
  assert.deepEqual(await page.locator('article.selected .relations a').allInnerTexts(), ['gate.lock', 'hinge@2'], 'used by');
});

test('keys and links can be copied', async () => {
  await world.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const article = page.locator('[id="shop.thing/hinge@2"]');
  await article.hover();
  await article.getByRole('button', { name: 'Copy key of hinge@2' }).click();
  await page.waitForFunction(() => document.querySelector('#count').textContent.startsWith('Copied'));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'hinge@2');
  await article.getByRole('button', { name: 'Copy link of hinge@2' }).click();
  await page.waitForFunction(() => document.querySelector('#count').textContent === 'Copied: link');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, `${project.url}#shop.thing/hinge@2`);
});
