// The explorer's script. All entries stand in the page; this hides, orders and marks them.
'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId('data').textContent);
  const [q, count, results] = [byId('q'), byId('count'), byId('results')];
  const form = byId('filters');
  const facets = ['registry', 'kind', 'status', 'group'];

  const fold = (text) => text.normalize('NFC').toLowerCase();
  const parts = (text) => text.split(/[\s._\-@/:]+/u).filter(Boolean);

  const entries = [...document.querySelectorAll('article')].map((node, index) => {
    const [place, key, group, status, deprecated, title, aliases, tags] = data.entries[index];
    const kind = data.kinds[place];
    const folded = fold(key);
    return {
      node, key, kind, group, status, deprecated: deprecated === 1, index,
      id: node.id,
      registry: kind.slice(0, kind.indexOf('.')),
      link: node.querySelector('.key'),
      home: node.parentNode,
      folded,
      tokens: parts(folded),
      title: fold(title),
      words: [...aliases, ...tags].map(fold),
      summary: fold(node.querySelector('.summary').textContent),
      shown: true, marked: false, score: 0,
    };
  });
  const byEntryId = new Map(entries.map((entry) => [entry.id, entry]));
  const byKey = new Map();
  for (const entry of entries) if (!byKey.has(entry.key)) byKey.set(entry.key, entry);
  const byNode = new Map(entries.map((entry) => [entry.node, entry]));

  // How many entries each section has.
  const totals = new Map();
  for (const { home } of entries) totals.set(home, (totals.get(home) ?? 0) + 1);

  // What is asked for; the address of the page says the same.
  const state = { q: '', deprecated: false, selected: null };
  for (const facet of facets) state[facet] = new Set();
  // The entries that are shown, in their order.
  let shown = entries;
  let isFlat = false;

  // --- Search ---

  const startsWord = (text, term) => {
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return true;
    }
    return false;
  };

  // How well an entry answers to a term; 0 where it does not. A whole key comes before the beginning of one,
  // that before a part of one, and that before what is said about it.
  const scoreOf = (entry, term) => {
    if (entry.folded === term) return 100;
    if (entry.folded.startsWith(term)) return 60;
    if (entry.tokens.includes(term)) return 50;
    if (entry.tokens.some((token) => token.startsWith(term))) return 40;
    if (entry.words.includes(term)) return 35;
    if (entry.folded.includes(term)) return 30;
    if (startsWord(entry.title, term)) return 28;
    if (entry.title.includes(term)) return 25;
    if (entry.words.some((word) => startsWord(word, term))) return 22;
    if (startsWord(entry.summary, term)) return 12;
    if (entry.summary.includes(term)) return 8;
    const pieces = parts(term);
    if (pieces.length < 2 && pieces[0] === term) return 0;
    const scores = pieces.map((piece) => scoreOf(entry, piece));
    return scores.length ? Math.min(...scores) / 2 : 0;
  };

  const termsOf = (query) => [...new Set(fold(query).split(/\s+/u).filter(Boolean))];

  // The sum over all terms; 0 where one of them is not answered.
  const rank = (entry, terms) => {
    let sum = 0;
    for (const term of terms) {
      const score = scoreOf(entry, term);
      if (!score) return 0;
      sum += score;
    }
    return sum;
  };

  // Edits between two words, neighbours that changed places being one; more than `most` is not counted out.
  const edits = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, column) => column)];
    for (let row = 1; row <= a.length; row += 1) {
      const now = [row];
      for (let column = 1; column <= b.length; column += 1) {
        const same = a[row - 1] === b[column - 1];
        now[column] = Math.min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (same ? 0 : 1));
        if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
          now[column] = Math.min(now[column], before[column - 2] + 1);
        }
      }
      if (Math.min(...now) > most) return most + 1;
      [before, last] = [last, now];
    }
    return last[b.length];
  };

  let vocabulary;
  const nearest = (term) => {
    vocabulary ??= [...new Set(entries.flatMap((entry) => [entry.folded, ...entry.tokens, ...parts(entry.title), ...entry.words]))];
    const most = Math.max(1, Math.floor(term.length / 3));
    return vocabulary
      .map((word) => [edits(term, word, most), word])
      .filter(([distance, word]) => distance > 0 && distance <= most && word.length > 1)
      .sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1))
      .slice(0, 3)
      .map(([, word]) => word);
  };

  // --- Marks ---

  const unmark = (entry) => {
    if (!entry.marked) return;
    for (const mark of entry.node.querySelectorAll('mark')) {
      const parent = mark.parentNode;
      mark.replaceWith(mark.textContent);
      parent.normalize();
    }
    entry.marked = false;
  };

  const mark = (entry, pattern) => {
    const texts = [];
    for (const element of entry.node.querySelectorAll('.key, .title, .summary, .words span')) {
      const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) texts.push(walk.currentNode);
    }
    for (const text of texts) {
      // The pattern has one group, so every second piece is a match.
      const pieces = text.data.split(pattern);
      if (pieces.length < 2) continue;
      text.replaceWith(...pieces.map((piece, at) => {
        if (at % 2 === 0) return piece;
        const node = document.createElement('mark');
        node.textContent = piece;
        return node;
      }).filter((piece) => piece !== ''));
    }
    entry.marked = true;
  };

  let marking = 0;
  // Marks what is in sight at once, and the rest when there is time.
  const markAll = (terms) => {
    clearTimeout(marking);
    if (!terms.length) return;
    const words = terms.flatMap((term) => [term, ...parts(term)]).sort((a, b) => b.length - a.length);
    const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&'));
    const pattern = new RegExp(`(${escaped.join('|')})`, 'giu');
    const run = shown.slice();
    const go = (from) => {
      run.slice(from, from + 50).forEach((entry) => mark(entry, pattern));
      if (from + 50 < run.length) marking = setTimeout(go, 0, from + 50);
    };
    go(0);
  };

  // --- Showing ---

  const isAsked = () => state.q.trim() !== '' || state.deprecated || facets.some((facet) => state[facet].size);

  // The facets that an entry fails.
  const failing = (entry) => {
    const failed = facets.filter((facet) => state[facet].size && !state[facet].has(entry[facet]));
    if (entry.deprecated && !state.deprecated) failed.push('deprecated');
    return failed;
  };

  const plural = (number) => `${number} ${number === 1 ? 'entry' : 'entries'}`;

  const render = (said = '') => {
    const terms = termsOf(state.q);
    const counts = new Map();
    const add = (facet, value) => counts.set(`${facet} ${value}`, (counts.get(`${facet} ${value}`) ?? 0) + 1);
    const next = [];
    let hidden = 0;
    for (const entry of entries) {
      unmark(entry);
      entry.score = terms.length ? rank(entry, terms) : 1;
      const failed = entry.score ? failing(entry) : null;
      entry.shown = failed !== null && failed.length === 0;
      entry.node.hidden = !entry.shown;
      if (entry.shown) next.push(entry);
      if (failed === null) continue;
      if (failed.length) hidden += 1;
      // A choice is counted as if nothing else were chosen in its facet.
      for (const facet of facets) if (failed.every((other) => other === facet)) add(facet, entry[facet]);
      if (entry.deprecated && failed.every((other) => other === 'deprecated')) add('deprecated', '1');
    }
    arrange(next, terms);
    markAll(terms);
    renderFilters(counts);
    renderCount(hidden, said);
    renderEmpty(hidden, terms);
  };

  // Results stand in the order of their rank; otherwise all is where it was.
  const arrange = (next, terms) => {
    if (terms.length) {
      next.sort((a, b) => b.score - a.score || a.index - b.index);
      const list = document.createDocumentFragment();
      for (const entry of next) {
        // In the list, an entry is right below the heading of the results.
        entry.link.parentNode.setAttribute('aria-level', '3');
        list.append(entry.node);
      }
      results.append(list);
    } else if (isFlat) {
      for (const entry of entries) {
        entry.link.parentNode.removeAttribute('aria-level');
        entry.home.append(entry.node);
      }
    }
    isFlat = terms.length > 0;
    shown = next;
    results.hidden = !isFlat || !next.length;
    const homes = new Map();
    if (!isFlat) for (const { home } of next) homes.set(home, (homes.get(home) ?? 0) + 1);
    for (const [home, total] of totals) {
      const number = homes.get(home) ?? 0;
      home.querySelector('h3 .n').textContent = number === total ? total : `${number} of ${total}`;
    }
    const all = !isAsked();
    for (const section of document.querySelectorAll('.kind')) section.hidden = isFlat || !(all || homes.has(section));
    for (const section of document.querySelectorAll('.registry')) {
      section.hidden = !section.querySelector('.kind:not([hidden])') && (isFlat || !all);
    }
    byId('map')?.toggleAttribute('hidden', !all);
  };

  const boxes = [...form.elements].filter((element) => element.type === 'checkbox');
  const labelOf = (box) => box.parentNode.querySelector('.label').textContent;

  const renderFilters = (counts) => {
    const chips = byId('chips');
    chips.replaceChildren();
    for (const box of boxes) {
      const number = counts.get(`${box.name} ${box.value}`) ?? 0;
      box.checked = box.name === 'deprecated' ? state.deprecated : state[box.name].has(box.value);
      box.parentNode.querySelector('.n').textContent = number;
      box.parentNode.classList.toggle('none', number === 0);
      if (!box.checked) continue;
      const [item, chip] = [document.createElement('li'), document.createElement('button')];
      chip.type = 'button';
      chip.textContent = box.name === 'deprecated' ? 'deprecated shown' : `${box.name}: ${labelOf(box)}`;
      chip.setAttribute('aria-label', `Remove filter ${chip.textContent}`);
      chip.addEventListener('click', () => {
        const place = [...chips.children].indexOf(item);
        choose(box, false);
        (chips.children[Math.min(place, chips.children.length - 1)]?.firstChild ?? q).focus();
      });
      item.append(chip);
      chips.append(item);
    }
    byId('active').hidden = !chips.children.length;
  };

  const renderCount = (hidden, said) => {
    const all = entries.length;
    const asked = isAsked();
    const text = asked ? `${shown.length} of ${plural(all)}` : plural(shown.length);
    const rest = !asked && hidden ? `, ${hidden} deprecated not shown` : '';
    const line = said + text + rest;
    if (count.textContent !== line) count.textContent = line;
  };

  const button = (text, action) => {
    const node = document.createElement('button');
    node.type = 'button';
    node.textContent = text;
    node.addEventListener('click', action);
    return node;
  };

  const renderEmpty = (hidden, terms) => {
    const [empty, others, meant] = [byId('empty'), byId('hidden-matches'), byId('meant')];
    empty.hidden = shown.length > 0;
    others.hidden = meant.hidden = true;
    if (shown.length) return;
    if (hidden) {
      const show = () => {
        for (const facet of facets) state[facet].clear();
        state.deprecated = true;
        write('push');
        render();
        q.focus();
      };
      others.replaceChildren(`The filters hide ${hidden === 1 ? '1 entry that matches' : `${hidden} entries that match`}. `, button('Show all that match', show));
      others.hidden = false;
      return;
    }
    const suggestions = new Set();
    for (const term of terms.filter((one) => !entries.some((entry) => scoreOf(entry, one)))) {
      for (const word of nearest(term)) suggestions.add(terms.map((other) => (other === term ? word : other)).join(' '));
    }
    const asked = [...suggestions].slice(0, 3).map((suggestion) => button(suggestion, () => {
      q.value = state.q = suggestion;
      write('push');
      render();
      q.focus();
    }));
    if (!asked.length) return;
    meant.replaceChildren('Did you mean ', ...asked.flatMap((node, at) => (at ? [' or ', node] : [node])), '?');
    meant.hidden = false;
  };

  // --- The address of the page ---

  const address = () => {
    const params = new URLSearchParams();
    if (state.q.trim()) params.set('q', state.q.trim());
    for (const facet of facets) for (const value of state[facet]) params.append(facet, value);
    if (state.deprecated) params.set('deprecated', '1');
    const selected = state.selected?.id;
    if (!params.size) return selected ? `#${selected}` : '';
    if (selected) params.set('key', selected);
    return `#${params}`;
  };

  let written = location.href;
  const write = (how) => {
    const url = location.href.split('#')[0] + address();
    if (url === location.href) return;
    try {
      if (how === 'push') history.pushState(null, '', url);
      else history.replaceState(null, '', url);
    } catch {
      // Browsers refuse too many of these in a row. The next one will say it all.
    }
    written = location.href;
  };

  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };

  const find = (name) => byEntryId.get(name) ?? byEntryId.get(decoded(name)) ?? byKey.get(decoded(name));

  const read = () => {
    written = location.href;
    const hash = location.hash.slice(1);
    const isSearch = hash.includes('=');
    const params = new URLSearchParams(isSearch ? hash : '');
    state.q = params.get('q') ?? '';
    q.value = state.q;
    for (const facet of facets) {
      const known = new Set(boxes.filter((box) => box.name === facet).map((box) => box.value));
      state[facet] = new Set(params.getAll(facet).filter((value) => known.has(value)));
    }
    state.deprecated = params.get('deprecated') === '1';
    const name = isSearch ? params.get('key') : hash;
    const entry = name ? find(name) : null;
    render();
    select(entry, 'read');
    // What else has a name, a kind for example, may have been hidden when the browser looked for it.
    if (hash && !isSearch && !entry) byId(hash)?.scrollIntoView();
  };

  // --- Selection ---

  const clearAll = () => {
    state.q = q.value = '';
    for (const facet of facets) state[facet].clear();
    state.deprecated = false;
  };

  // Shows an entry, whatever is filtered. How: `read` from the address, `jump` by a link, `here` by its own key.
  const select = (entry, how) => {
    if (state.selected) {
      state.selected.node.classList.remove('selected');
      state.selected.link.removeAttribute('aria-current');
    }
    state.selected = entry ?? null;
    if (!entry) return;
    if (!entry.shown) {
      const only = failing(entry).join() === 'deprecated' && entry.score > 0;
      if (!only) clearAll();
      state.deprecated ||= entry.deprecated;
      render(only ? '' : 'Filters cleared to show the entry. ');
    }
    entry.node.classList.add('selected');
    entry.link.setAttribute('aria-current', 'true');
    const more = entry.node.querySelector('.more');
    if (more) more.open = true;
    if (how !== 'read') write('push');
    entry.link.focus({ preventScroll: true });
    if (how !== 'here') entry.node.scrollIntoView({ block: 'start' });
  };

  // --- What people do ---

  const choose = (box, on) => {
    if (box.name === 'deprecated') state.deprecated = on;
    else if (on) state[box.name].add(box.value);
    else state[box.name].delete(box.value);
    write('push');
    render();
  };

  let typing = 0;
  const settle = () => {
    clearTimeout(typing);
    if (state.q === q.value) return;
    state.q = q.value;
    write('replace');
    render();
  };
  q.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(settle, entries.length > 500 ? 120 : 40);
  });
  form.addEventListener('change', (event) => choose(event.target, event.target.checked));
  form.addEventListener('submit', (event) => event.preventDefault());
  byId('clear').addEventListener('click', () => {
    clearAll();
    write('push');
    render();
    q.focus();
  });

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Without a secure context there is the old way only.
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand('copy');
      area.remove();
      return done;
    }
  };

  document.addEventListener('click', async (event) => {
    const copies = event.target.closest('button[data-copy]');
    if (copies) {
      const entry = byNode.get(copies.closest('article'));
      const isKey = copies.dataset.copy === 'key';
      const done = await copy(isKey ? entry.key : `${location.href.split('#')[0]}#${entry.id}`);
      const [text, name] = [copies.textContent, copies.getAttribute('aria-label')];
      copies.focus();
      copies.textContent = done ? 'Copied' : 'Not copied';
      copies.setAttribute('aria-label', copies.textContent);
      count.textContent = `${copies.textContent}: ${isKey ? 'key' : 'link'}`;
      setTimeout(() => {
        copies.textContent = text;
        copies.setAttribute('aria-label', name);
      }, 1500);
      return;
    }
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const entry = byEntryId.get(link.getAttribute('href').slice(1));
    if (!entry) return;
    event.preventDefault();
    select(entry, link === entry.link ? 'here' : 'jump');
  });

  const clear = () => {
    if (state.q || q.value) {
      clearTimeout(typing);
      state.q = q.value = '';
    } else if (isAsked()) {
      clearAll();
    } else {
      select(null);
    }
    write('push');
    render();
  };

  const step = (event, by) => {
    const at = shown.findIndex((entry) => entry.link === document.activeElement);
    const inSearch = document.activeElement === q;
    if (inSearch) settle();
    if (at < 0 && !(inSearch && by === 'next')) return;
    event.preventDefault();
    if (at === 0 && by === 'previous') {
      q.focus();
      return;
    }
    const to = { next: at + 1, previous: at - 1, first: 0, last: shown.length - 1 }[by];
    shown[Math.min(to, shown.length - 1)]?.link.focus();
  };

  const slash = byId('use-slash');
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isTyping = document.activeElement === q;
    if (event.key === '/' && !isTyping && slash.checked) {
      event.preventDefault();
      q.focus();
      q.select();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      clear();
    } else if (event.key === 'ArrowDown') {
      step(event, 'next');
    } else if (event.key === 'ArrowUp') {
      step(event, 'previous');
    } else if (!isTyping && event.key === 'Home') {
      step(event, 'first');
    } else if (!isTyping && event.key === 'End') {
      step(event, 'last');
    } else if (isTyping && event.key === 'Enter') {
      settle();
      shown[0]?.link.focus();
    }
  });

  // A shortcut of one character can be in the way of speech input, so it can be turned off (WCAG 2.1.4).
  const remembered = 'rollbook-explorer-slash';
  const setSlash = () => byId('slash').toggleAttribute('hidden', !slash.checked);
  slash.addEventListener('change', () => {
    setSlash();
    try {
      localStorage.setItem(remembered, slash.checked ? 'on' : 'off');
    } catch {
      // Not remembered, then.
    }
  });
  try {
    slash.checked = localStorage.getItem(remembered) !== 'off';
  } catch {
    // Pages without storage have the shortcut.
  }
  setSlash();

  addEventListener('popstate', read);
  addEventListener('hashchange', () => {
    if (location.href !== written) read();
  });

  // Relations are on paper, too, in browsers whose style cannot say so.
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('main details:not([open])')];
    for (const details of opened) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
  });

  // --- Beginning ---

  for (const entry of entries) {
    const links = entry.node.querySelector('.links');
    for (const what of ['key', 'link']) {
      const [item, node] = [document.createElement('li'), document.createElement('button')];
      node.type = 'button';
      node.dataset.copy = what;
      node.textContent = `Copy ${what}`;
      node.setAttribute('aria-label', `Copy ${what} of ${entry.key}`);
      item.className = 'copy';
      item.append(node);
      links.append(item);
    }
  }
  document.documentElement.classList.add('js');
  document.documentElement.classList.toggle('large', entries.length > 300);
  for (const id of ['bar', 'filter-box', 'keys']) byId(id).hidden = false;
  const wide = matchMedia('(min-width:60rem)');
  const fit = () => { byId('filter-box').open = wide.matches; };
  wide.addEventListener('change', fit);
  fit();
  read();
})();
