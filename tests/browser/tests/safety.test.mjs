// What the explorer may not do: run what a definition says, or ask anybody for anything.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { count, explorer, keys, launch, open, root, search, serve, things } from '../lib/world.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

const use = async (page) => {
  await search(page, 'gate');
  await page.click('article:visible .key');
  await search(page, '');
  await page.check('input[value="scenario.port"]');
};

test('from a file, the page asks for nothing but itself', async () => {
  const world = await open(browser, explorer);
  await use(world.page);
  assert.deepEqual(world.requests.filter((url) => !url.startsWith('data:')), [explorer]);
  assert.deepEqual(world.problems, [], 'and its policy is not broken');
  await world.close();
});

test('from a server, below a path, the same', async () => {
  const server = await serve(path.join(root, 'docs'));
  const world = await open(browser, `${server.url}registry/explorer.html#gate.idempotency`);
  assert.equal(await world.page.locator('article.selected .key').innerText(), 'gate.idempotency');
  await use(world.page);
  assert.equal((await keys(world.page)).length, 4);
  assert.deepEqual(world.requests.filter((url) => !url.startsWith('data:')), [`${server.url}registry/explorer.html`]);
  assert.deepEqual(world.problems, []);
  const [download] = await Promise.all([world.page.waitForEvent('download'), world.page.click('a[download]')]);
  assert.equal(download.url(), `${server.url}registry/registry.json`);
  await world.close();
  await server.close();
});

test('the policy stops every script and style but the own ones', async () => {
  const world = await open(browser, explorer);
  const ran = await world.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    const button = document.createElement('button');
    button.setAttribute('onclick', 'window.ran = true');
    document.body.append(button);
    button.click();
    return window.ran === true;
  });
  assert.equal(ran, false);
  const failed = [];
  world.page.on('requestfailed', (request) => failed.push(request.failure().errorText));
  const image = await world.page.evaluate(() => new Promise((done) => {
    const node = new Image();
    node.onload = () => done('loaded');
    node.onerror = () => done('stopped');
    node.src = 'https://example.org/pixel.png';
  }));
  assert.equal(image, 'stopped');
  assert.ok(world.problems.length >= 3 && world.problems.every((problem) => problem.includes('Content Security Policy')), world.problems.join('\n'));
  assert.deepEqual(failed, ['csp'], 'before anything was asked of anybody');
  await world.close();
});

const hostile = [
  '</script><script>window.ran=1</script>', '<img src=x onerror="window.ran=1">', '"><svg onload=window.ran=1>', "' onmouseover='window.ran=1",
  '<!--<script>', ']]></style><style>*{display:none}</style>', '&lt;b&gt;&amp;', '{{ 7*7 }}{% raw %}', '\\u003cb\\u003e', '${window.ran=1}',
  '[x](javascript:window.ran=1) ![y](https://example.org/z.png)', '__proto__', 'constructor',
];

test('no value of a definition runs or changes the page', async () => {
  const entries = hostile.map((text, at) => ({
    key: ['__proto__', 'constructor', 'q', 'search a b', 'count#1', 'a/b:c'][at] ?? `key.n${at}`,
    summary: text, title: text, group: text, status: text, since: text, aliases: [text], tags: [text, 'plain'],
    ...(at % 2 ? { deprecated: text } : {}), with: [at ? 'q' : 'constructor'],
  }));
  const project = things(entries, { title: hostile[0], purpose: hostile[1], description: hostile[10] });
  const world = await open(browser, project.url);
  const { page } = world;
  const ran = () => page.evaluate(() => window.ran === 1 || document.querySelectorAll('img, article script, article style').length > 0);
  assert.equal(await ran(), false);
  await page.check('input[name=deprecated]');
  assert.equal((await keys(page)).length, hostile.length);
  for (const [at, text] of hostile.entries()) {
    await search(page, text.replace(/\s+/gu, ' '));
    assert.equal(await ran(), false, text);
    assert.ok((await keys(page)).includes(entries[at].key), `${text} is found: ${await count(page)}`);
    assert.ok((await page.locator('article:visible .title').allInnerTexts()).includes(text.replace(/\s+/gu, ' ')), 'and shown as it is');
  }
  await search(page, '');
  for (const { key } of entries) {
    await page.evaluate((name) => { location.hash = `#${encodeURIComponent(name)}`; }, key);
    await page.waitForFunction((name) => document.querySelector('article.selected .key')?.textContent === name, key);
  }
  await page.goto(`${project.url}#q=${encodeURIComponent(hostile[1])}&status=${encodeURIComponent(hostile[2])}`);
  assert.equal(await ran(), false);
  for (const box of await page.locator('fieldset.group-facet input').all()) await box.check();
  assert.equal(await page.locator('#chips button').count(), hostile.length + 1);
  assert.equal(await ran(), false);
  assert.deepEqual(world.requests.filter((url) => !url.startsWith('data:') && !url.startsWith(project.url)), []);
  assert.deepEqual(world.problems, []);
  await world.close();
  project.close();
});
