// The site that `cargo xtask site` builds. Where it is absent, that is said and nothing is tested.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { book, launch, noShots, open, serve, shots } from '../lib/world.mjs';

const skip = existsSync(path.join(book, 'index.html')) ? false : 'there is no site: `cargo xtask site` builds it';

let browser;
let server;
before(async () => {
  if (skip) return;
  browser = await launch();
  server = await serve(book);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

test('the index of the registry has its tables, its picture and the explorer', { skip }, async () => {
  const { page, requests, close } = await open(browser, `${server.url}registry/index.html`);
  assert.equal(await page.locator('main h1').innerText(), 'Registry');
  const picture = page.locator('main img');
  assert.ok(await picture.evaluate((image) => image.complete && image.naturalWidth > 300));
  await page.click('main a[href="explorer.html"]');
  await page.waitForSelector('#bar:not([hidden])');
  assert.ok(page.url().endsWith('/registry/explorer.html'));
  assert.deepEqual(requests.filter((url) => !url.startsWith(server.url) && !url.startsWith('data:')), [], 'nobody else is asked');
  await close();
});

test('links of the explorer lead to pages and headings of the site', { skip }, async () => {
  const { page, close } = await open(browser, `${server.url}registry/explorer.html`);
  const links = await page.locator('a').evaluateAll((all) => all.map((link) => new URL(link.getAttribute('href'), location).href));
  const inSite = [...new Set(links.filter((link) => link.startsWith(server.url) && !link.includes('explorer.html')))];
  assert.ok(inSite.length > 100, `${inSite.length} links`);
  const pages = new Map();
  for (const link of inSite) {
    const [address, anchor] = link.split('#');
    if (!pages.has(address)) {
      const response = await page.request.get(address);
      assert.equal(response.status(), 200, link);
      pages.set(address, await response.text());
    }
    if (anchor) assert.ok(pages.get(address).includes(`id="${decodeURIComponent(anchor)}"`), link);
  }
  await close();
});

test('the way from an entry to its page', { skip }, async () => {
  const { page, close } = await open(browser, `${server.url}registry/explorer.html#gate.idempotency`);
  await page.click('article.selected .links a:has-text("Details")');
  await page.waitForURL(/scenario\/step\.html#gateidempotency$/u);
  assert.equal(await page.locator(':target').innerText(), 'gate.idempotency');
  await close();
});

test('screenshots are taken', { skip: skip || noShots }, async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 320]) {
      for (const name of ['registry/index.html', 'scenario/step.html#gateidempotency', 'registry/graph.svg', 'registry/explorer.html']) {
        const address = name.startsWith('scenario') ? `registry/${name}` : name;
        const { page, close } = await open(browser, server.url + address, { colorScheme, viewport: { width, height: 900 } });
        await page.screenshot({ path: `${shots}/site-${path.basename(name).replace(/[.#].*/u, '')}-${colorScheme}-${width}.png` });
        await close();
      }
    }
  }
});
