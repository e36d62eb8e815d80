// Listens to a conversation: which lines are new, which of them are ours, when the first
// word of an answer came and when it fell silent. Times are the page's own clock, in ms
// since 1970. Uses readSeen of page/text.js.
const NO_WORDS = new RegExp('^((.{0,40}\\s(is|are)\\s+)?(typing|writing|thinking|answering)\\b.{0,4}'
  + '|[.…•·✓\\s]+|(sent|sending|delivered|seen|read|received|just now|now).{0,3}'
  + '|\\d{1,2}:\\d{2}.{0,6})$', 'i');
const LABEL = 24;  // characters: a name, a time or "Sent" beside a message of ours

function tidy(text) { return text.replace(/\s+/g, ' ').trim(); }
function clock() { return performance.timeOrigin + performance.now(); }

// The region in which answers are announced, nearest to the field; else the whole page.
function logFor(field) {
  const kinds = ['[role=log]', '[aria-live=polite]:not([role=status]),'
    + '[aria-live=assertive]:not([role=alert])'];
  for (const kind of kinds) {
    for (let above = field; above; above = above.parentNode || above.host) {
      const log = above.querySelector && above.querySelector(kind);
      if (log) return log;
    }
  }
  return document.body;
}

function linesOf(log) {
  return readSeen(log).text.split('\n').map(tidy)
    .filter((line) => line && !NO_WORDS.test(line)).slice(-2000);
}

function newLines(lines, before) {
  const left = new Map();
  for (const line of before) left.set(line, (left.get(line) || 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) || 0;
    if (count) left.set(line, count - 1);
    return !count;
  });
}

// Takes our own message out: the first line that holds it and others just like it, or the
// lines that it runs over. What stands beside it (a name, a time) stays.
function withoutOwn(lines, said) {
  const own = tidy(said);
  if (!own) return lines;
  const first = lines.find((line) => line.includes(own));
  if (first !== undefined) {
    return lines.map((line) => line === first ? tidy(line.replace(own, '')) : line).filter(Boolean);
  }
  const joined = lines.join('\n');
  const start = joined.replaceAll('\n', ' ').indexOf(own);
  if (start < 0) return lines;
  const rest = joined.slice(0, start) + '\n' + joined.slice(start + own.length);
  return rest.split('\n').map(tidy).filter(Boolean);
}

// Starts to listen; `look` is asked again and again how the conversation stands. Nothing here
// relies on the page's timers. `before` are the lines known already (none: those of now).
function listen(field, {before, said, until, queued}) {
  let log = logFor(field);
  const known = before || linesOf(log);
  const queue = new RegExp(queued, 'i');
  const wanted = tidy(until).toLowerCase();
  let sent = clock(), labels = null, first = null, last = null, shown = '';

  const note = (event) => { if (first === null) sent = performance.timeOrigin + event.timeStamp; };
  const kinds = ['click', 'submit', 'keydown'];
  for (const kind of kinds) document.addEventListener(kind, note, {capture: true, passive: true});

  function hears(lines) {
    return wanted !== '' && lines.join(' ').toLowerCase().includes(wanted);
  }
  function answers() {
    const fresh = newLines(linesOf(log), known);
    const rest = withoutOwn(fresh, said);
    if (labels === null && tidy(said) && tidy(fresh.join(' ')).includes(tidy(said))) {
      // Short lines that appear together with our message are its label, not an answer.
      const short = rest.filter((line) => line.length <= LABEL && !/[.!?]$/.test(line));
      labels = hears(short) ? [] : short;
    }
    return newLines(rest, labels || []);
  }
  function changed() {
    const lines = answers();
    if (!lines.length || lines.join('\n') === shown) return;
    shown = lines.join('\n');
    last = clock();
    if (first === null) first = last;
  }

  const watch = new MutationObserver(changed);
  const parts = {subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ['class', 'hidden', 'style']};
  watch.observe(log, parts);

  function look() {
    if (!log.isConnected) {  // drawn anew
      log = logFor(field.isConnected ? field : document.body);
      watch.observe(log, parts);
    }
    changed();
    const lines = answers();
    return {now: clock(), sent, first, last, lines, heard: hears(lines),
      queued: lines.some((line) => queue.test(line)), known: linesOf(log)};
  }
  function stop() {
    watch.disconnect();
    for (const kind of kinds) document.removeEventListener(kind, note, {capture: true});
    return look();
  }
  return {look, stop};
}

// What a page shows that was loaded anew by sending (a chat that works without scripts).
function loaded(log, {before, said, until}) {
  const lines = withoutOwn(newLines(linesOf(log), before), said);
  const heard = lines.join(' ').toLowerCase().includes(tidy(until).toLowerCase());
  const [load] = performance.getEntriesByType('navigation');
  const first = lines.length ? performance.timeOrigin + (load ? load.responseEnd : 0) : null;
  return {sent: performance.timeOrigin, first, lines, heard, known: linesOf(log)};
}
