// Follows the keyboard's focus from Tab to Tab: where it went, and whether a person could see it.
// What an element looks like with the focus is compared with how it looks once the focus has gone
// on. Nothing of it is written into the page.
const GROUPS = '[role=tablist], [role=listbox], [role=menu], [role=menubar], [role=radiogroup],'
  + '[role=tree], [role=grid], [role=toolbar]';
const LOOKS = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'borderTopColor',
  'borderBottomColor', 'borderTopWidth', 'borderBottomWidth', 'backgroundColor', 'color',
  'textDecorationLine', 'transform', 'opacity', 'visibility'];

function lookOf(element) {
  const style = getComputedStyle(element);
  const kept = LOOKS.map((name) => style[name]);
  return kept[0] === 'none' ? ['none', '', '', ...kept.slice(3)].join() : kept.join();
}

function nameOf(element) {
  const words = element.ariaLabel || element.innerText || element.value || element.placeholder
    || element.labels?.[0]?.innerText || element.id || element.localName;
  return String(words).replace(/\s+/g, ' ').trim().slice(0, 2000);
}

function followFocus() {
  const stops = [];  // {name, element, left, top, look, visible}
  let last = null;
  return {
    note() {
      const active = document.activeElement;
      if (last && last.element !== active) {
        const faint = lookOf(last.element) === last.look && !last.element.matches(':focus-within');
        last.visible = !faint;
      }
      if (!active || active === document.body || active === document.documentElement) {
        last = null;
        return;
      }
      if (last && last.element === active) return;
      const box = active.getBoundingClientRect();
      last = {name: nameOf(active), element: active, left: box.left + scrollX,
        top: box.top + scrollY, look: lookOf(active), visible: null,
        fixed: Boolean(active.closest('dialog, [role=dialog]')),
        drawn: box.width > 1 && box.height > 1 && active.checkVisibility({opacityProperty: true})};
      stops.push(last);
    },
    told() {
      return stops.map(({name, left, top, visible, fixed, drawn}) =>
        ({name, left, top, visible, fixed, drawn}));
    },
    different() { return new Set(stops.map((stop) => stop.element)).size; },
    others() {
      const able = 'a[href], button, input:not([type=hidden]), select, textarea, [tabindex]';
      return [...document.querySelectorAll(able)].filter((element) => !element.disabled
        && element.tabIndex >= 0 && element.checkVisibility()
        && !stops.some((stop) => stop.element === element)).length;
    },
  };
}

// "there": the thing has the focus; "near": something of its group has it.
function reached(thing, follower) {
  follower.note();
  const active = thing.getRootNode().activeElement;
  if (!active || active === document.body || active === document.documentElement) return '';
  if (active === thing || thing.contains(active) || active.contains(thing)) return 'there';
  const group = thing.closest(GROUPS);
  const radios = thing.type === 'radio' && active.type === 'radio' && thing.name === active.name
    && thing.form === active.form;
  return radios || (group && group.contains(active)) ? 'near' : '';
}
