// Finds the places where a fact may stand. Uses readSeen of page/text.js.
//
// A place is {exact, stretches}: the text after some words, the nearest stretch first; `exact`
// when the words fill their block. A stretch is {text, links}. Nothing is understood here: what
// is a price or a phone number is decided in Python.
const REACH = 300;  // characters after a cue that still belong to it
const LONGEST = 20000;  // characters of a stretch
const MOST_PLACES = 30;
const NEW_TOPIC = 'h1, h2, h3, h4, h5, h6, dt, th, legend, hr';

function cuePattern(words, whole) {
  const escaped = words.trim().split(/\s+/).map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const edge = '[\\p{L}\\p{N}]';
  const source = escaped.join('\\s+');
  return new RegExp(whole ? `(?<!${edge})${source}(?!${edge})` : source, 'giu');
}

// Places of the words: [{at, end, span}], span being the innermost block that holds them all.
function cuesIn(seen, words) {
  for (const whole of [true, false]) {
    const found = [...seen.text.matchAll(cuePattern(words, whole))].slice(0, MOST_PLACES);
    const cues = found.map((match) => held(seen, match.index, match[0].length))
      .filter((cue) => !cue.span.element.closest('button'));
    if (cues.length) return cues;
  }
  return [];
}

function held(seen, at, length) {
  const holds = (span) => span.block && span.start <= at && span.end >= at + length;
  const inner = seen.spans.filter(holds).reduce((a, b) =>
    (!a || b.end - b.start <= a.end - a.start ? b : a), null);
  const span = inner || seen.spans[0];
  const block = seen.text.slice(span.start, span.end).replace(/[\s:]+$/, '').trim();
  return {at, end: at + length, span, exact: block.length === length};
}

function stretch(seen, start, end) {
  const links = [];
  for (const {element, start: from, end: to} of seen.spans) {
    if (element.tagName !== 'A' || from < start || to > end || links.length > 40) continue;
    const href = element.getAttribute('href') || '';
    if (/^(tel|mailto):/i.test(href)) links.push({href, text: seen.text.slice(from, to).trim()});
  }
  return {text: seen.text.slice(start, Math.min(end, start + LONGEST)), links};
}

// What stands after the words: the rest of their block, the next siblings up to a new topic,
// the same one and two levels up; or the cells below a column's head.
function after(seen, cue) {
  const {spanOf} = seen;
  const rest = stretch(seen, cue.end, Math.min(cue.span.end, cue.end + REACH));
  const cells = below(cue.span.element).map((cell) => spanOf.get(cell)).filter(Boolean);
  if (cells.length) return [rest, ...cells.map((cell) => stretch(seen, cell.start, cell.end))];
  const stretches = [rest];
  let element = cue.span.element;
  for (let climbed = 0; climbed < 3 && element && spanOf.has(element); climbed++) {
    const end = endOfTopic(element, spanOf);
    const start = spanOf.get(element).end;
    stretches.push(stretch(seen, start, Math.min(end, start + REACH)));
    element = element.parentElement;
  }
  return stretches;
}

function endOfTopic(element, spanOf) {
  const {end: start} = spanOf.get(element);
  let end = start, next = element;
  while (end - start < REACH && (next = next.nextElementSibling)) {
    const topic = next.matches(NEW_TOPIC) ? next : next.querySelector(NEW_TOPIC);
    const span = spanOf.get(topic || next);
    if (span) end = topic ? Math.max(end, span.start) : span.end;
    if (topic) break;
  }
  return end;
}

function below(element) {
  const head = element.closest('th');
  const row = head && head.parentElement;
  if (!row || row.tagName !== 'TR' || [...row.cells].some((cell) => cell.tagName !== 'TH')) return [];
  const rows = [...row.closest('table').rows];
  return rows.slice(rows.indexOf(row) + 1, rows.indexOf(row) + 20)
    .map((other) => other.cells[head.cellIndex]).filter(Boolean);
}

const SECTIONS = 'article, aside, main, nav, section';
const LANDMARKS = {
  main: 'main, [role=main]', navigation: 'nav, [role=navigation]',
  banner: `header:not(:is(${SECTIONS}) *), [role=banner]`,
  contentinfo: `footer:not(:is(${SECTIONS}) *), [role=contentinfo]`,
};

// What is marked as a landmark and can be seen, in open shadow roots too.
function landmarks(role) {
  const within = (root) => {
    const marked = [...root.querySelectorAll(LANDMARKS[role])].filter(isThere);
    if (marked.length) return marked;
    return [...root.querySelectorAll('*')].flatMap((each) =>
      each.shadowRoot ? within(each.shadowRoot) : []);
  };
  return within(document);
}

function mainContent() {
  const found = landmarks('main');
  return found.length ? found : [document.body].filter(Boolean);
}

function isThere(root) {
  return root.checkVisibility({visibilityProperty: false}) && !root.closest('[aria-hidden=true]');
}

function placesInPage(wants) {
  return wants.map((want) => {
    const roots = want.anywhere ? [document.body].filter(Boolean)
      : want.inside ? landmarks(want.inside) : mainContent();
    return placesInAll(roots, want);
  });
}

function placesInAll(roots, want) {
  return roots.slice(0, 60)
    .filter((root) => root.checkVisibility({visibilityProperty: false}))
    .flatMap((root) => placesIn(root, want)).slice(0, 60);
}

const ALREADY_READ = [new Map(), new Map()];  // within one call: without and with what is drawn

function readOnce(root, drawn) {
  const already = ALREADY_READ[Number(drawn)];
  if (!already.has(root)) {
    const seen = readSeen(root, {struck: false, twice: false, drawn});
    seen.spanOf = new Map(seen.spans.map((span) => [span.element, span]));
    already.set(root, seen);
  }
  return already.get(root);
}

function placesIn(root, {near, text, drawn}) {
  const seen = readOnce(root, drawn);
  const all = {start: 0, end: seen.text.length};
  const blocks = text ? [...new Set(cuesIn(seen, text).map((cue) => cue.span))] : [all];
  if (!near) return blocks.map((b) => ({exact: false, stretches: [stretch(seen, b.start, b.end)]}));
  return cuesIn(seen, near)
    .filter((cue) => blocks.some((block) => block.start <= cue.at && block.end >= cue.end))
    .map((cue) => ({exact: cue.exact, stretches: after(seen, cue)}));
}

// JSON-LD and meta as written; understood in Python.
function structuredIn(roots, name) {
  const scripts = roots.flatMap((root) => [...root.querySelectorAll('script')])
    .filter((s) => /ld\+json/i.test(s.type)).slice(0, 40).map((s) => s.textContent.slice(0, 300000));
  const metas = [...document.querySelectorAll('meta[content]')].filter((m) =>
    [m.name, m.getAttribute('property'), m.getAttribute('itemprop')].includes(name));
  return {scripts, metas: metas.slice(0, 5).map((m) => m.content.slice(0, 2000))};
}
