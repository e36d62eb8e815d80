// Says where an element stands, in a person's words: the nearest landmark, and the heading above.
(element) => {
  const MARKS = { nav: "navigation", main: "main", header: "banner", footer: "contentinfo",
                  aside: "complementary", form: "form", dialog: "dialog", section: "region" };
  const ROLES = ["navigation", "main", "banner", "contentinfo", "complementary", "form", "dialog",
                 "region", "search", "row", "listitem"];
  const nameOf = (e) => (e.getAttribute("aria-label") || "").trim();
  const root = element.closest("body") || element;
  let where = "";
  for (let e = element.parentElement; e && e !== root && !where; e = e.parentElement) {
    const role = e.getAttribute("role") || MARKS[e.localName] || "";
    if (!ROLES.includes(role) || (role === "region" && !nameOf(e))) continue;
    where = nameOf(e) ? `${role} “${nameOf(e)}”` : role;
  }
  const above = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6,legend")]
    .filter((h) => h.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
    .filter((h) => !h.contains(element)).pop();
  return { where: where.slice(0, 2000), under: (above?.innerText || "").trim().slice(0, 2000) };
}
