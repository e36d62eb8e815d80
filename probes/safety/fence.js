// What a page and a worker can't do while a fence is up: speak on sockets, send when left.
// In pages this runs before their own scripts, so that its ears are the first to hear.
(() => {
  if (globalThis.__desireline_fence) return;
  const LEAVING = ['beforeunload', 'pagehide', 'unload', 'freeze', 'visibilitychange'];
  const CHANGING = /^(post|put|patch|delete)$/i;
  const page = typeof document !== 'undefined';
  const freed = [];
  let stays = false, dumb = false;
  const mute = (event) => { if (stays) event.stopImmediatePropagation(); };
  const listen = () => LEAVING.forEach((name) => addEventListener(name, mute, true));

  function replace(place, name, make) {
    const real = place?.[name];
    if (!real) return;
    const ours = make(real);
    place[name] = ours;
    freed.push(() => { if (place[name] === ours) place[name] = real; });
  }

  // From the start, so that who keeps it under another name keeps ours. A proxy looks native.
  function guard(place, name) {
    const real = place?.[name];
    if (real) place[name] = new Proxy(real, {
      apply: (send, socket, said) => dumb ? undefined : Reflect.apply(send, socket, said)});
  }

  // `all`: nobody will go on here, so that nothing need be sent any more by whatever way.
  function hold(all) {
    if (page) {
      stays = true;
      listen();  // once more: document.open() takes all ears away, and its page's come first then
    }
    dumb = true;
    if (freed.length) return;
    replace(globalThis.WebSocket?.prototype, 'send', () => function () {});
    replace(globalThis, 'WebTransport', () => undefined);
    if (page) replace(globalThis, 'SharedWorker', () => silent);
    if (all || globalThis.SharedWorkerGlobalScope) holdRequests();
  }

  // No route holds what a shared worker asks for, nor what a page asks for when it is left.
  function holdRequests() {
    holdFetch(() => true);
    const request = globalThis.XMLHttpRequest?.prototype;
    const changing = new WeakSet();
    replace(request, 'open', (real) => function (method, ...more) {
      changing[CHANGING.test(method) ? 'add' : 'delete'](this);
      return real.call(this, method, ...more);
    });
    replace(request, 'send', (real) => function (body) {
      if (changing.has(this)) throw new DOMException('Failed to send', 'NetworkError');
      return real.call(this, body);
    });
  }

  function holdFetch(fits) {
    replace(globalThis.Navigator?.prototype, 'sendBeacon', () => () => true);
    replace(globalThis, 'fetch', (real) => function (what, how) {
      const method = how?.method || what?.method || 'GET';
      return CHANGING.test(method) && fits(how?.keepalive || what?.keepalive)
        ? Promise.reject(new TypeError('Failed to fetch')) : real.call(globalThis, what, how);
    });
  }

  function silent() {
    return Object.assign(new EventTarget(), {port: new MessageChannel().port1});
  }

  function free(mayLeave) {
    freed.splice(0).forEach((undo) => undo());
    dumb = false;
    stays = stays && !mayLeave;
    if (stays) holdFetch((outlives) => outlives);
  }

  if (page) {
    listen();
    delete globalThis.fetchLater;  // it sends when the page is left, past every fence
    delete globalThis.WebSocketStream;  // no other browser has it, and nothing holds it
    guard(globalThis.WebSocket?.prototype, 'send');
    guard(globalThis.RTCDataChannel?.prototype, 'send');
  }
  Object.defineProperty(globalThis, '__desireline_fence', {value: {hold, free}});
})();
