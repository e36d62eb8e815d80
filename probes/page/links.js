// Gives what the visible links of a page are called and where they lead.
function linksIn(root, most) {
  const found = [];
  const roots = [root];
  while (roots.length && found.length < most) {
    const here = roots.shift();
    for (const element of here.querySelectorAll('*')) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      if (found.length >= most || !element.matches('a[href], area[href]')) continue;
      if (!element.checkVisibility({visibilityProperty: true})) continue;
      found.push(described(element));
    }
  }
  return found;
}

function described(element) {
  const image = element.querySelector('img[alt], svg title');
  const name = element.innerText || element.getAttribute('aria-label')
    || (image && (image.alt || image.textContent)) || element.title || '';
  const scripted = element.matches('[onclick], [role=button], [role=tab], [aria-expanded],'
    + '[aria-controls], [data-toggle], [data-bs-toggle]');
  return {name: name.slice(0, 2000), href: String(element.href.baseVal ?? element.href),
    written: (element.getAttribute('href') || '').slice(0, 2000), scripted};
}

function hasTarget(id) {
  const inside = (root) => root.getElementById(id) || root.querySelector(`a[name="${CSS.escape(id)}"]`)
    || [...root.querySelectorAll('*')].some((e) => e.shadowRoot && inside(e.shadowRoot));
  return Boolean(inside(document));
}
