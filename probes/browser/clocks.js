// Runs in every page before its own scripts. Reports on the page's own clock: when the
// document began, when it was loaded, when the customer acted and when the page had painted
// after that. Main frame only.
(() => {
  // The empty page of a new window leaves its window, and this mark, to the first real one.
  const clock = window.__desireline ?? {};
  if (clock.look) return;
  if (!window.__desireline) Object.defineProperty(window, "__desireline", { value: clock });
  if (window !== window.top || !location.protocol.startsWith("http")) return;
  const PAINT_MS = 300;
  const origin = performance.timeOrigin;
  const seen = { lcp: null, cls: 0, inp: null, changed: 0 };
  const untold = [];  // a new tab's first page may be there before anybody listens
  const tell = (message) => {
    if (message) untold.push(JSON.stringify({ origin, ...message }));
    try {
      while (untold.length && window.__desirelineTell) window.__desirelineTell(untold.shift());
    } catch { /* the page put something else there */ }
  };

  const navigation = () => {
    const entry = performance.getEntriesByType("navigation")[0];
    if (!entry) return {};
    return { load: entry.loadEventEnd || null, response: entry.responseEnd || null,
             ttfb: entry.responseStart || null, status: entry.responseStatus || null };
  };
  const late = [];  // takes what was not told yet
  const watch = (type, each, more = {}) => {
    try {
      const observer = new PerformanceObserver((list) => list.getEntries().forEach(each));
      observer.observe({ type, buffered: true, ...more });
      late.push(() => observer.takeRecords().forEach(each));
    } catch { /* a browser without this entry type */ }
  };
  const state = () => {
    late.forEach((take) => take());
    return { ...seen, ...navigation() };
  };

  let answered = true;  // the last act's time until its paint was told
  let told = () => {};
  const allTold = () => seen.lcp !== null && answered;
  watch("largest-contentful-paint", (entry) => { seen.lcp = entry.startTime; told(); });
  // From the customer's act until the page had painted; the worst, since nobody acts 50 times.
  watch("event", (entry) => {
    if (!entry.interactionId) return;
    seen.inp = Math.max(seen.inp ?? 0, entry.duration);
    answered = true;
    told();
  }, { durationThreshold: 16 });
  // Shifts are summed in windows of at most 5 s with gaps under 1 s; the worst window counts.
  let sum = 0, first = 0, last = 0;
  watch("layout-shift", (entry) => {
    if (entry.hadRecentInput) return;
    const joined = entry.startTime - last < 1000 && entry.startTime - first < 5000;
    sum = joined ? sum + entry.value : entry.value;
    if (!joined) first = entry.startTime;
    last = entry.startTime;
    seen.cls = Math.max(seen.cls, sum);
  });
  new MutationObserver(() => { seen.changed = performance.now(); })
    .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  const WRITTEN = /^(text|email|tel|url|search|password|number|textarea)$/; // no choice
  // A choice made for the shopper is no act of a customer's, but it paints as one does.
  const act = (event) => {
    if (!event.isTrusted && event.type !== "change") return;
    const at = event.timeStamp;
    if (event.isTrusted) {
      tell({ kind: "act", at: origin + at, ...state() });
      answered = false;
    }
    requestAnimationFrame(() => setTimeout(() => tell({ kind: "paint", ms: performance.now() - at })));
  };
  for (const type of ["click", "keydown"]) addEventListener(type, act, true);
  addEventListener("change", (event) => { if (!WRITTEN.test(event.target.type)) act(event); }, true);
  // Before anything else that waits: who waits for the load is then told its times with it.
  const soon = window.scheduler?.postTask
    ? (task) => scheduler.postTask(task, { priority: "user-blocking" }) : setTimeout;
  addEventListener("load", () => soon(() => tell({ kind: "load", ...navigation() })));

  clock.look = () => { tell(); return { origin, now: performance.now(), ...state() }; };
  // The largest paint, and how long an act took, are told a moment after they are over.
  clock.painted = () => allTold() ? clock.look() : new Promise((done) => {
    told = () => { if (allTold()) done(); };
    setTimeout(done, PAINT_MS);
  }).then(clock.look);
  tell({ kind: "born" });
})();
