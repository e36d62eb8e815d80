// What stands in a field, and the one field that a label names.
const holds = (field) => ({
  value: ["input", "textarea"].includes(field.localName) ? field.value : null,
  options: field.localName !== "select" ? null
    : [...field.options].map((option) => option.innerText || option.label),
  chosen: field.selectedIndex ?? -1,
});

// Null: there is none, there are several, or it takes a wider search to tell.
const heldBy = ({ label, fields }) => {
  for (const each of document.querySelectorAll("*")) if (each.shadowRoot) return null;
  const plain = (words) => (words ?? "").replace(/\s+/g, " ").trim();
  const named = (field) => {
    const id = plain(field.getAttribute("aria-labelledby"));
    if (id) return [document.getElementById(id)?.textContent];
    const own = field.getAttribute("aria-label");
    return own ? [own] : [...(field.labels ?? [])].map((each) => each.textContent);
  };
  // Named by several: Playwright takes each for a label of its own.
  const byMany = (field) => plain(field.getAttribute("aria-labelledby")).includes(" ");
  if ([...document.querySelectorAll(fields)].some(byMany)) return null;
  const called = [...document.querySelectorAll(fields)]
    .filter((field) => named(field).some((words) => plain(words) === label));
  if (called.length !== 1) return null;
  const box = called[0].getBoundingClientRect();
  const shown = box.width > 0 && box.height > 0 && called[0].checkVisibility({ visibilityProperty: true });
  return shown ? holds(called[0]) : null;
};
