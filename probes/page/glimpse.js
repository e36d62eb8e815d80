// Whether the page seems to offer something of that name: a visible thing to use says it.
(name) => {
  const plain = (words) => (words ?? "").replace(/\s+/g, " ").trim().toLowerCase();
  const wanted = plain(name);
  const told = (thing) => ["aria-label", "value", "title", "alt"].map((own) => thing.getAttribute(own));
  const labels = (thing) => plain(thing.getAttribute("aria-labelledby")).split(" ")
    .map((id) => id && document.getElementById(id)?.textContent);
  const says = (thing) => [thing.textContent, ...told(thing), ...labels(thing),
    ...[...thing.querySelectorAll("[aria-label], [title], [alt]")].flatMap(told)];
  return [...document.querySelectorAll("a, area, button, input, label, option, summary, [role]")]
    .some((thing) => says(thing).some((words) => plain(words).includes(wanted))
      && thing.checkVisibility({ visibilityProperty: true }));
}
