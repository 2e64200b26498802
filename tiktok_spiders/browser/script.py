"""What runs inside the page."""

from __future__ import annotations

READY = """() => document.readyState !== "loading" && (
  typeof window.byted_acrawler !== "undefined"
  || !/\\[native code\\]/.test(Function.prototype.toString.call(window.fetch)))"""
"""Whether the page's own script has taken ``fetch`` over, so that calls leave signed."""

FETCH = r"""async ({ url, method, headers, body, seconds, limit, common }) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), seconds * 1000);
  const pageParameters = () => {
    const state = document.getElementById("__UNIVERSAL_DATA_FOR_REHYDRATION__");
    let context = {};
    try {
      context = JSON.parse(state.textContent).__DEFAULT_SCOPE__["webapp.app-context"] || {};
    } catch (error) {}
    const token = document.cookie.match(/(?:^|;\s*)msToken=([^;]+)/);
    const language = navigator.language;
    const found = {
      browser_language: language,
      browser_name: navigator.appCodeName,
      browser_online: navigator.onLine,
      browser_platform: navigator.platform,
      browser_version: navigator.appVersion,
      cookie_enabled: navigator.cookieEnabled,
      focus_state: document.hasFocus(),
      history_len: history.length,
      is_fullscreen: Boolean(document.fullscreenElement),
      is_page_visible: document.visibilityState === "visible",
      screen_height: screen.height,
      screen_width: screen.width,
      tz_name: Intl.DateTimeFormat().resolvedOptions().timeZone,
      device_id: context.wid,
      odinId: context.odinId,
      WebIdLastTime: context.webIdCreatedTime,
      region: context.region,
      msToken: token && token[1],
    };
    return Object.entries(found).filter(([, value]) => value !== undefined && value !== null && value !== "");
  };
  const read = async (answer) => {
    const source = answer.body || new Blob([await answer.text()]).stream();
    const reader = source.getReader();
    const packer = new CompressionStream("gzip");
    const writer = packer.writable.getWriter();
    const packed = new Response(packer.readable).arrayBuffer();
    packed.catch(() => {});
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (limit && size > limit) {
        stop.abort();
        return null;
      }
      await writer.write(value);
    }
    await writer.close();
    return { size, packed: base64(new Uint8Array(await packed)) };
  };
  const base64 = (bytes) => {
    let text = "";
    for (let i = 0; i < bytes.length; i += 0x8000) {
      text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    }
    return btoa(text);
  };
  try {
    const address = new URL(url, location.href);
    if (common) for (const [name, value] of pageParameters()) address.searchParams.set(name, value);
    const options = { method, headers, credentials: "include", signal: stop.signal };
    if (body !== null) options.body = body;
    const answer = await window.fetch(address.href, options);
    const content = await read(answer);
    if (content === null) return { error: "size" };
    const moved = answer.redirected ? answer.url : null;
    return { status: answer.status, moved, headers: [...answer.headers], body: content };
  } catch (error) {
    return { error: stop.signal.aborted ? "timeout" : String(error) };
  } finally {
    clearTimeout(timer);
  }
}"""
"""``window.fetch`` is looked up at the call: the page's script has replaced it.

Bodies come back as base64 of gzip, a fifth of their size: page, browser, driver and crawl each copy several
times what passes through them, and keep it until their next collection. Reading an object out of the page
costs seven times as much as reading text.
"""
