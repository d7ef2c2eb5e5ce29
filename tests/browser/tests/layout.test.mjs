// The explorer on small screens, on paper, and for those who do not want motion.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { explorer, launch, noShots, open, shots } from '../lib/world.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

for (const [width, javaScriptEnabled] of [[320, true], [320, false], [768, true], [2560, true]]) {
  test(`nothing scrolls sideways at ${width} px${javaScriptEnabled ? '' : ' without a script'}`, async () => {
    const world = await open(browser, `${explorer}#scenario.step/gate.idempotency`, { viewport: { width, height: 800 }, javaScriptEnabled });
    // With scripts off, only the debugger can measure.
    const session = await world.context.newCDPSession(world.page);
    const { cssContentSize } = await session.send('Page.getLayoutMetrics');
    assert.ok(cssContentSize.width <= width, `${cssContentSize.width} px`);
    if (!noShots) await world.page.screenshot({ path: `${shots}/width-${width}${javaScriptEnabled ? '' : '-noscript'}.png` });
    await world.close();
  });
}

test('the text can be twice as large', async () => {
  const world = await open(browser, explorer, { viewport: { width: 640, height: 800 } });
  await world.page.evaluate(() => { document.documentElement.style.fontSize = '32px'; });
  const width = await world.page.evaluate(() => document.scrollingElement.scrollWidth);
  assert.ok(width <= 640, `${width} px`);
  await world.close();
});

test('an entry that an address leads to is not below the search', async () => {
  for (const width of [1280, 320]) {
    const world = await open(browser, `${explorer}#scenario.step/windows.update`, { viewport: { width, height: 800 } });
    const bar = await world.page.locator('#bar').boundingBox();
    const entry = await world.page.locator('article.selected').boundingBox();
    assert.ok(entry.y >= bar.y + bar.height - 1, `${entry.y} is below ${bar.y + bar.height}`);
    assert.ok(entry.y < 400, `${entry.y} is in sight`);
    await world.close();
  }
});

test('nothing moves for those who do not want it', async () => {
  for (const [reducedMotion, moves] of [['reduce', false], ['no-preference', true]]) {
    const world = await open(browser, explorer, { reducedMotion });
    const seconds = await world.page.evaluate(() => {
      const all = [...document.querySelectorAll('*')].map((node) => getComputedStyle(node));
      return Math.max(...all.map((style) => Math.max(parseFloat(style.transitionDuration), parseFloat(style.animationDuration))));
    });
    assert.equal(seconds > 0, moves, reducedMotion);
    await world.close();
  }
});

test('paper has all entries with their relations, and nothing to click', async () => {
  const world = await open(browser, explorer, { colorScheme: 'dark' });
  const { page } = world;
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('button:visible, input:visible').count(), 0);
  assert.equal(await page.locator('article:visible').count(), await page.locator('article').count());
  assert.equal(await page.locator('.more:visible').count(), await page.locator('.more .side').evaluateAll((all) => new Set(all.filter((node) => node.checkVisibility()).map((node) => node.closest('.more'))).size));
  const colours = await page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.querySelector('.key')).color]);
  assert.deepEqual(colours, ['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  assert.equal(await page.locator('.more[open]').count(), 0, 'as it was');
  if (!noShots) await page.pdf({ path: `${shots}/print.pdf`, format: 'A4' });
  await world.close();
});
