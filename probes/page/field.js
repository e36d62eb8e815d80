// What stands in a field, and the one field that a label names.
const holds = (field) => ({
  value: ["input", "textarea"].includes(field.localName) ? field.value : null,
  options: field.localName !== "select" ? null
    : [...field.options].map((option) => option.innerText || option.label),
  chosen: field.selectedIndex ?? -1,
});

const OWN_MAKING = ["textbox", "combobox", "searchbox", "spinbutton", "checkbox", "radio", "switch",
  "slider"].map((role) => `[role=${role}]`).join(", ");

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
  // A field of the page's own making that bears the name, too: several then. Not its own wrapper.
  const made = [...document.querySelectorAll(OWN_MAKING)].filter((each) => !each.matches(fields)
    && !each.contains(called[0]));
  if (made.some((each) => [...named(each), each.textContent].some((w) => plain(w) === label))) return null;
  const box = called[0].getBoundingClientRect();
  const shown = box.width > 0 && box.height > 0 && called[0].checkVisibility({ visibilityProperty: true });
  return shown ? holds(called[0]) : null;
};
