// A registry of 2,000 entries: the explorer answers while somebody types, and does not do the work twice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { keys, launch, open, search, things } from '../lib/world.mjs';

const words = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'heath', 'inlet', 'jetty'];
const entries = (number) => Array.from({ length: number }, (_, at) => ({
  key: `${words[at % 10]}.${words[Math.floor(at / 10) % 10]}_${at}`,
  summary: `Number ${at}, which is ${words[Math.floor(at / 100) % 10]} and ${words[(at * 7) % 10]}.`,
  group: `group-${at % 60}`,
  status: at % 3 ? 'stable' : 'preview',
  tags: [words[(at * 3) % 10]],
}));

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

// How many nodes were moved, hidden or written while something was done.
const changes = async (page, action) => {
  await page.evaluate(() => {
    window.changed = 0;
    window.watch = new MutationObserver((list) => { window.changed += list.length; });
    window.watch.observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
  });
  await action();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
  return page.evaluate(() => {
    window.watch.disconnect();
    return window.changed;
  });
};

let project;
before(() => { project = things(entries(2000)); });
after(() => project?.close());

test('2,000 entries can be searched and filtered', async () => {
  const world = await open(browser, project.url);
  const { page } = world;
  assert.equal((await keys(page)).length, 2000);
  await page.locator('#q').pressSequentially('amber_10', { delay: 20 });
  await page.waitForFunction(() => location.hash === '#q=amber_10');
  assert.ok((await keys(page)).length > 0);
  await search(page, 'cedar stable');
  assert.equal((await keys(page)).length, 0, 'a status is a filter and no word');
  await search(page, 'cedar');
  await page.check('input[value=stable]');
  assert.match((await keys(page))[0], /^cedar\./);
  await page.click('article:visible .key');
  await page.goBack();
  assert.deepEqual(world.problems, []);
  await world.close();
});

test('four times the entries are four times the work', async () => {
  const small = things(entries(500));
  const work = [];
  for (const { url } of [small, project]) {
    const world = await open(browser, url);
    // What is changed on the page does not depend on the machine, as time does.
    work.push(await changes(world.page, () => search(world.page, 'amber')));
    await world.close();
  }
  small.close();
  assert.ok(work[0] > 100 && work[1] < work[0] * 5, work.join(', '));
});
