// One look at a page as it stands: its fields, its ways out, who signs it, what is folded away.
// Only reads. What is hidden from everybody is left out.
const FIELDS = 'input:not([type=hidden], [type=submit], [type=button], [type=reset],'
  + ' [type=image]), textarea, select';
const WAYS = 'a[href], area[href], button:not([disabled]), input[type=submit]:not([disabled]),'
  + ' input[type=button]:not([disabled]), [role=button], [role=link], summary';

function cut(text, most = 120) {
  return String(text ?? '').replace(/\s+/g, ' ').trim().slice(0, most);
}

function isShown(element) {
  return element.checkVisibility({visibilityProperty: true, opacityProperty: true});
}

// A label may hold its field: what can be chosen there is no part of its words.
function wordsOf(label) {
  if (label.nodeType === 3) return label.data;
  const apart = /^(select|textarea|script|style)$/i.test(label.nodeName);
  return apart ? '' : [...label.childNodes].map(wordsOf).join('');
}

function labelOf(field) {
  const by = (field.getAttribute('aria-labelledby') ?? '').split(/\s+/)
    .map((id) => id && field.getRootNode().getElementById?.(id)?.textContent).filter(Boolean);
  return cut(by.join(' ') || field.ariaLabel
    || [...(field.labels ?? [])].map(wordsOf).join(' ')
    || field.placeholder || field.title);
}

function fieldsIn(root) {
  return [...root.querySelectorAll(FIELDS)].slice(0, 200).filter(isShown).map((field) => {
    const form = field.form;
    const aside = field.closest('footer, [role=contentinfo], [role=search], search')
      || field.type === 'search' || form?.querySelector('[type=password]')
      || /newsletter/i.test(`${form?.action ?? ''} ${form?.id ?? ''} ${form?.className ?? ''}`);
    return {
      label: labelOf(field), kind: field.localName === 'input' ? field.type : field.localName,
      autocomplete: cut(field.getAttribute('autocomplete'), 60),
      required: Boolean(field.required) || field.ariaRequired === 'true',
      filled: ['checkbox', 'radio'].includes(field.type) ? field.checked : field.value !== '',
      aside: Boolean(aside || field.disabled || field.readOnly),
    };
  });
}

function hasWayOut(root) {
  const here = location.href.split('#')[0];
  return [...root.querySelectorAll(WAYS)].slice(0, 2000).some((way) => isShown(way)
    && !(way.href && String(way.href).split('#')[0] === here));
}

function linksIn(root) {
  return [...root.querySelectorAll('a[href]')].slice(0, 400).filter(isShown)
    .map((link) => ({href: String(link.href).slice(0, 500), text: cut(link.textContent
      || link.ariaLabel || link.querySelector('img[alt]')?.alt)}));
}

// How an image is drawn: its width for its height, and the ink in each of 32 x 12 fields; nothing
// when it is not there yet, is large, comes from another host, or has no contrast.
function pictureOf(image) {
  const [wide, high, contrast] = [32, 12, 40];
  const {naturalWidth: width, naturalHeight: height} = image;
  if (!(width * height > 0 && width * height < 1e6)) return '';
  try {
    const canvas = Object.assign(document.createElement('canvas'), {width: wide, height: high});
    const pen = canvas.getContext('2d', {willReadFrequently: true});
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(image, 0, 0, wide, high);
    const {data} = pen.getImageData(0, 0, wide, high);
    const shape = Array.from({length: wide * high}, (_, i) => data[4 * i + 3]);
    const light = (i) => (3 * data[4 * i] + 6 * data[4 * i + 1] + data[4 * i + 2]) / 2550;
    const dark = shape.map((solid, i) => solid * (1 - light(i)));
    const ink = Math.max(...dark) - Math.min(...dark) < contrast ? shape : dark;
    const [least, most] = [Math.min(...ink), Math.max(...ink)];
    const told = (value) => Math.round((value - least) / (most - least) * 15).toString(16);
    return most - least < contrast ? '' : `${(width / height).toFixed(2)} ${ink.map(told).join('')}`;
  } catch {
    return '';
  }
}

// The picture that signs a page: called a logo, or the first one in the page's head.
function logoIn(root) {
  const said = [...root.querySelectorAll('img, svg[aria-label], svg[role=img]')].slice(0, 300);
  const called = said.find((image) => /logo|brand/i.test(
    `${image.id} ${image.getAttribute('class') ?? ''} ${image.alt ?? ''} ${image.src ?? ''}`));
  const first = root.querySelector('header img, [role=banner] img');
  const logo = called ?? first;
  if (!logo || !isShown(logo)) return null;
  const picture = logo.localName === 'img' ? pictureOf(logo) : '';
  return {picture, name: cut(logo.alt ?? logo.ariaLabel), file: cut((logo.src ?? '').split(/[?#]/)[0]
    .split('/').pop())};
}

function emptyLabels(root) {
  const empty = (cell) => cell && isShown(cell) && !cut(cell.innerText)
    && !cell.querySelector('img, svg, input, select, textarea, button');
  const terms = [...root.querySelectorAll('dt')].slice(0, 500)
    .filter((term) => isShown(term) && empty(term.nextElementSibling)
      && term.nextElementSibling.tagName === 'DD');
  const heads = [...root.querySelectorAll('tr > th:first-child')].slice(0, 500)
    .filter((head) => isShown(head) && head.parentElement.children.length === 2
      && empty(head.nextElementSibling) && head.nextElementSibling.tagName === 'TD');
  return [...terms, ...heads].map((label) => cut(label.innerText)).filter(Boolean).slice(0, 10);
}

// What eyes see (or can unfold) and a screen reader is kept from.
function hiddenFromEars(root) {
  return [...root.querySelectorAll('[aria-hidden=true]')].slice(0, 500)
    .filter((part) => !part.parentElement?.closest('[aria-hidden=true]') && isShown(part)
      && cut(part.innerText, 400).length > 12 && !isToldBeside(part)
      && (part.querySelector('a[href], button, input, select') || /\d[.,]\d\d\b/.test(part.innerText)))
    .map((part) => cut(part.innerText, 60)).slice(0, 5);
}

// What scripts ask for is left out: a chat holds its line open for as long as nobody speaks.
function slowParts() {
  const asked = /^(fetch|xmlhttprequest|beacon|early-hints|other)$/;
  return performance.getEntriesByType('resource')
    .filter((part) => part.duration > 1000 && !asked.test(part.initiatorType))
    .slice(0, 10).map((part) => ({url: part.name.split(/[?#]/)[0].slice(0, 2000),
      seconds: part.duration / 1000}));
}

// The words around what leads on from an ad: the ad itself, not the magazine that it stands in.
function around(name) {
  const plain = (text) => cut(text, 2000).toLowerCase();
  const wanted = plain(name);
  const lead = [...document.querySelectorAll('a, button, [role=button], [role=link]')].slice(0, 2000)
    .find((each) => isShown(each) && plain(each.innerText || each.ariaLabel).includes(wanted));
  let block = lead;
  while (block && block !== document.body && cut(block.innerText, 2000).length < wanted.length + 25) {
    block = block.parentElement;
  }
  return block ? cut(block.innerText, 2000) : '';
}

function lookAtPage(leading) {
  const root = document;
  const main = root.querySelector('main, [role=main]') ?? root.body;
  const meta = (name) => root.querySelector(`meta[property="${name}"], meta[name="${name}"]`);
  return {
    text: readSeen(root.body).text, title: cut(root.title, 400), lang: cut(root.documentElement.lang, 20),
    site: cut(meta('og:site_name')?.content || meta('application-name')?.content),
    words: (main.innerText.match(/[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu) ?? []).length,
    fields: fieldsIn(root), way: hasWayOut(root), links: linksIn(root), logo: logoIn(root),
    ad: leading ? around(leading) : '',
    empty: emptyLabels(main), hidden: hiddenFromEars(root), slow: slowParts(),
    sought: Boolean([...root.querySelectorAll('input[type=search], [role=search] input')]
      .find((field) => field.value)),
    data: [...root.querySelectorAll('script[type="application/ld+json"]')].slice(0, 20)
      .map((script) => script.textContent.slice(0, 100000)),
  };
}
