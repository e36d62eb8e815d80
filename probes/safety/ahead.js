// Takes out of a page what would have the browser ask for other pages ahead of time. The rules
// are read after this has run: both are small tasks after the same element's end.
(() => {
  const AHEAD = 'script[type=speculationrules i], link[rel~=prerender i]';
  const look = (records) => {
    for (const record of records) {
      for (const node of record.addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        if (node.matches(AHEAD)) node.remove();
        else node.querySelectorAll(AHEAD).forEach((element) => element.remove());
      }
    }
  };
  new MutationObserver(look).observe(document, {childList: true, subtree: true});
})();
