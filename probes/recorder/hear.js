// Tells the recorder what Playwright's own does not: which fields hold a secret, what they are
// for, in whose words they are labelled, and which page has come.
(() => {
  const tell = (note) => { try { window.__desirelineHears(note); } catch { /* the page is leaving */ } };
  const words = (text) => String(text ?? '').replace(/\s+/g, ' ').trim().slice(0, 200);
  const without = (label, field) => {
    const copy = label.cloneNode(true);
    copy.querySelectorAll('input, select, textarea, button').forEach((inner) => inner.remove());
    return words(copy.textContent);
  };
  const labelOf = (field) => {
    const root = field.getRootNode();
    const named = (field.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean)
      .map((id) => root.getElementById?.(id)?.textContent ?? '').join(' ');
    const labels = [...(field.labels ?? [])].map((label) => without(label, field)).join(' ');
    return words(named) || words(field.getAttribute('aria-label')) || words(labels)
      || words(field.getAttribute('placeholder')) || words(field.getAttribute('title'));
  };
  const note = (event) => {
    const field = event.composedPath()[0];
    if (!(field instanceof Element) || !('value' in field)) return;
    const chosen = field.localName === 'select' ? words(field.selectedOptions[0]?.textContent) : '';
    tell({
      kind: 'field', value: String(field.value), chosen, label: labelOf(field),
      type: String(field.type ?? ''), autocomplete: String(field.getAttribute('autocomplete') ?? ''),
    });
  };
  for (const kind of ['input', 'change']) document.addEventListener(kind, note, true);
  window.addEventListener('click', (event) => event.isTrusted && tell({ kind: 'click' }), true);
  if (window === window.top) {
    const came = () => tell({
      kind: 'page', url: location.href, title: words(document.title),
      heading: words(document.querySelector('h1')?.innerText), referrer: document.referrer,
    });
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', came);
    else came();
  }
})();
