// The explorer by keyboard alone.
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { explorer, keys, launch, open } from '../lib/world.mjs';

let browser;
let world;
let page;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });
beforeEach(async () => {
  world = await open(browser, explorer);
  page = world.page;
});
afterEach(async () => {
  assert.deepEqual(world.problems, []);
  await world.close();
});

const press = async (...names) => {
  for (const name of names) await page.keyboard.press(name);
};
const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);

test('the first stop is a link past the header', async () => {
  await press('Tab');
  assert.equal(await focused(), 'Skip to the entries');
  const box = await page.locator('.skip').boundingBox();
  assert.ok(box.y >= 0, 'it can be seen when it has the focus');
  await press('Enter');
  assert.equal(await focused(), 'entries');
});

test('a slash goes to the search, arrows to the entries, Enter opens, Escape clears', async () => {
  await press('/');
  assert.equal(await focused(), 'q');
  await page.keyboard.type('gate');
  await press('ArrowDown');
  assert.equal(await focused(), (await keys(page))[0], 'what was typed last counts');
  await press('ArrowDown');
  assert.equal(await focused(), (await keys(page))[1]);
  await press('End');
  assert.equal(await focused(), (await keys(page)).at(-1));
  await press('ArrowDown');
  assert.equal(await focused(), (await keys(page)).at(-1), 'the last stays');
  await press('Home', 'Enter');
  assert.equal(await page.locator('article.selected .key').innerText(), (await keys(page))[0]);
  assert.equal(await page.locator('article.selected .more').getAttribute('open'), '');
  await press('ArrowUp');
  assert.equal(await focused(), 'q', 'above the first is the search');
  await press('Escape');
  assert.equal(await page.inputValue('#q'), '');
  assert.ok((await keys(page)).length > 100);
});

test('Escape clears the filters after the search', async () => {
  await page.check('input[value="scenario.step"]');
  await press('/');
  await page.keyboard.type('gate');
  await page.waitForFunction(() => location.hash.includes('q=gate'));
  await press('Escape');
  assert.equal((await keys(page)).length, 8);
  await press('Escape');
  assert.ok((await keys(page)).length > 100);
  assert.equal(await page.evaluate(() => location.hash), '');
});

test('filters, chips and buttons can be reached and used', async () => {
  await page.focus('input[value="scenario.port"]');
  await press('Space');
  assert.equal((await keys(page)).length, 4);
  assert.equal(await page.evaluate(() => document.activeElement.value), 'scenario.port', 'the focus stays');
  await page.focus('#chips button');
  await press('Enter');
  assert.ok((await keys(page)).length > 100);
  assert.equal(await focused(), 'q', 'the last chip is gone');
});

test('a slash in the search is a slash, and the shortcut can be turned off for good', async () => {
  await press('/', '/');
  assert.equal(await page.inputValue('#q'), '/');
  await press('Escape');
  await page.locator('#keys > summary').click();
  await page.uncheck('#use-slash');
  await page.locator('#keys > summary').focus();
  await press('/');
  assert.notEqual(await focused(), 'q');
  await page.reload();
  await press('/');
  assert.notEqual(await focused(), 'q', 'it is remembered');
});

test('the focus can always be seen', async () => {
  await press('Tab');
  const unseen = [];
  for (let stop = 0; stop < 60; stop += 1) {
    const name = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2 ? document.activeElement.outerHTML.slice(0, 80) : '';
    });
    if (name) unseen.push(name);
    await press('Tab');
  }
  assert.deepEqual(unseen, []);
});
