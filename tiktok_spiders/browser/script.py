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
    if (!answer.body) return await answer.text();
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let size = 0;
    const parts = [];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > limit) {
        stop.abort();
        return null;
      }
      parts.push(decoder.decode(value, { stream: true }));
    }
    parts.push(decoder.decode());
    return parts.join("");
  };
  try {
    const address = new URL(url, location.href);
    if (common) for (const [name, value] of pageParameters()) address.searchParams.set(name, value);
    const options = { method, headers, credentials: "include", signal: stop.signal };
    if (body !== null) options.body = body;
    const answer = await window.fetch(address.href, options);
    const text = await read(answer);
    if (text === null) return { error: "size" };
    const moved = answer.redirected ? answer.url : null;
    return { status: answer.status, moved, headers: [...answer.headers], text };
  } catch (error) {
    return { error: stop.signal.aborted ? "timeout" : String(error) };
  } finally {
    clearTimeout(timer);
  }
}"""
"""``window.fetch`` is looked up at the call: the page's script has replaced it. Bodies come back as text.

Reading an object out of the page costs seven times as much as reading text.
"""
