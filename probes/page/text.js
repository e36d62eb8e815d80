// Reads what a person can see: one buffer of text, and where in it each element stands.
// Open shadow roots and slots are followed as they are drawn; closed ones can't be read.
// Blocks stand on lines of their own. Nothing here changes the page.
const MOST_CHARACTERS = 400000;
const MOST_ELEMENTS = 60000;
const UNSEEN = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'HEAD', 'IFRAME', 'OBJECT',
  'TEXTAREA', 'AUDIO', 'VIDEO', 'CANVAS', 'METER', 'PROGRESS', 'DATALIST', 'OPTGROUP']);

// Told aloud but not drawn: a box of a pixel, or clipped away.
function isUnseen(element) {
  const style = element.nodeType === 1 ? getComputedStyle(element) : null;
  return style !== null && /^(absolute|fixed)$/.test(style.position)
    && (parseFloat(style.width) <= 2 || /^rect\((0|1)px/.test(style.clip)
      || style.clipPath.startsWith('inset(50%'));
}

// Struck out, or the spoken form of what is struck out just before it ("Original price was").
function isStruck(element, style) {
  const by = (other) => /^(DEL|S|STRIKE)$/.test(other.tagName);
  const before = element.previousElementSibling;
  return by(element) || style.textDecorationLine.includes('line-through')
    || before !== null && by(before) && isUnseen(element);
}

function isToldBeside(element) {
  const others = element.parentElement ? [...element.parentElement.children] : [];
  return others.length < 20 && others.some(isUnseen);
}

// `struck`: with struck-out text; `twice`: with decoration that only draws what is told aloud
// beside it; `drawn`: with what style sheets write.
function readSeen(root, {struck = true, twice = true, drawn = false} = {}) {
  const spans = [];  // {element, start, end, block}
  const parts = [];
  let length = 0, last = '\n', elements = 0;

  function put(text) {
    if (length > MOST_CHARACTERS || (text === '\n' && last === '\n')) return;
    if (text !== '\n' && /\s/.test(last)) text = text.trimStart();
    if (!text) return;
    parts.push(text);
    length += text.length;
    last = text[text.length - 1];
  }
  function words(text, visible) {
    if (!visible) return;
    const plain = text.slice(0, MOST_CHARACTERS).replace(/[\u00ad\u200b\u2060\ufeff]/g, '');
    put(plain.replace(/\s+/g, ' '));
  }
  function content(element, which) {
    if (!drawn) return '';
    const found = /^"([^"\\]*)"/.exec(getComputedStyle(element, which).content || '');
    return found ? found[1] : '';
  }
  function children(element) {
    if (element.tagName === 'SLOT' && element.assignedNodes) {
      const given = element.assignedNodes();
      if (given.length) return given;
    }
    if (element.tagName === 'DETAILS' && !element.open) {
      return [...element.children].filter((child) => child.tagName === 'SUMMARY').slice(0, 1);
    }
    if (element.tagName === 'SELECT') return [...element.selectedOptions];
    return (element.shadowRoot || element).childNodes;
  }
  function walk(node, visible) {
    if (node.nodeType === 3) return words(node.data, visible);
    if (node.nodeType !== 1 || length > MOST_CHARACTERS || ++elements > MOST_ELEMENTS) return;
    if (UNSEEN.has(node.tagName)) return;
    if (node.tagName === 'INPUT' && !/^(submit|button|reset)$/.test(node.type)) return;
    if (node.tagName === 'BR') return put('\n');
    const style = getComputedStyle(node);
    if (style.display === 'none' || style.contentVisibility === 'hidden') return;
    if (!struck && isStruck(node, style)) return;
    if (!twice && node.ariaHidden === 'true' && isToldBeside(node)) return;
    const seen = style.visibility === 'visible';
    const block = !/^(inline|contents|ruby)/.test(style.display);
    const cell = style.display === 'table-cell';
    if (block) put(cell ? ' ' : '\n');
    const span = {element: node, start: length, end: length, block};
    spans.push(span);
    words(content(node, '::before'), seen);
    if (node.tagName === 'INPUT') words(` ${node.value} `, seen);
    for (const child of children(node)) walk(child, seen);
    words(content(node, '::after'), seen);
    span.end = length;
    if (block) put(cell ? ' ' : '\n');
  }
  walk(root, true);
  return {text: parts.join(''), spans};
}
