// The stand-in's page script. Some time after the page has loaded it fetches a key for the nonce of this very
// load, and from then on same-origin requests below /api/ leave the page signed. Nothing here is secret: what
// counts is that a signature needs the key of a page load, and that each is good for one request.
(() => {
  "use strict";
  const SIGNATURES = /^X-(Bogus|Gnarly|Tts-Oec-Bsid)=/;
  const native = { fetch: window.fetch.bind(window), open: XMLHttpRequest.prototype.open };
  let load = null;

  const mix = (text) => {
    let high = 0xdeadbeef, low = 0x41c6ce57;
    for (let place = 0; place < text.length; place++) {
      const code = text.charCodeAt(place);
      high = Math.imul(high ^ code, 2654435761);
      low = Math.imul(low ^ code, 1597334677);
    }
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    return [low, high].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  };

  const context = () => {
    const state = document.getElementById("__UNIVERSAL_DATA_FOR_REHYDRATION__");
    const shop = document.querySelector("script[data-nonce]");
    if (shop) return { ...shop.dataset };
    return state ? JSON.parse(state.textContent).__DEFAULT_SCOPE__["webapp.app-context"] || null : null;
  };

  const cookie = (name) => {
    const found = document.cookie.split("; ").filter((each) => each.startsWith(name + "="));
    return found.length ? found[0].slice(name.length + 1) : "";
  };

  const signatures = (url) => {
    const query = url.search.slice(1).split("&").filter((each) => !SIGNATURES.test(each)).join("&");
    const time = Math.round(load.now + performance.now() - load.since).toString(36);
    const number = (load.count++).toString(36);
    const sign = (name) =>
      `${load.id}-${time}-${number}-${mix([load.key, name, time, number, url.pathname, query, load.key].join("\n"))}`;
    const own = url.pathname.startsWith("/api/shop/") ? { "X-Tts-Oec-Bsid": sign("X-Tts-Oec-Bsid") } : {};
    return { "X-Bogus": sign("X-Bogus"), "X-Gnarly": sign("X-Gnarly"), ...own };
  };

  const signed = (address) => {
    const url = new URL(address, location.href);
    if (url.origin !== location.origin || !url.pathname.startsWith("/api/")) return address;
    if (/[?&]X-(Bogus|Gnarly)=/.test(url.search)) return address;
    const token = cookie("msToken");
    const add = (text) => { url.search += (url.search ? "&" : "?") + text; };
    if (token && !/[?&]msToken=/.test(url.search)) add("msToken=" + token);
    const made = signatures(url);
    add(Object.entries(made).map((each) => each.join("=")).join("&"));
    return url.href;
  };

  const install = () => {
    window.byted_acrawler = {
      frontierSign: (address) => {
        const made = signatures(new URL(address, location.href));
        return load.gnarly ? made : { "X-Bogus": made["X-Bogus"] };
      },
    };
    window.fetch = (target, options) =>
      target instanceof Request
        ? native.fetch(new Request(signed(target.url), target), options)
        : native.fetch(signed(String(target)), options);
    XMLHttpRequest.prototype.open = function (method, address, ...rest) {
      return native.open.call(this, method, signed(String(address)), ...rest);
    };
  };

  const report = (stage) => native.fetch(`/webapp/sdk/report?stage=${stage}`, { method: "POST", body: "{}" });
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  const own = (app) => new URLSearchParams({
    aid: "1988", app_name: "tiktok_web", channel: "tiktok_web", app_language: "en", browser_language: navigator.language,
    browser_name: "Mozilla", browser_online: "true", browser_platform: navigator.platform, cookie_enabled: "true",
    browser_version: navigator.userAgent.replace(/^Mozilla\//, ""), device_platform: "web_pc",
    device_id: app.wid, odinId: app.odinId, WebIdLastTime: app.webIdCreatedTime, region: app.region,
    from_page: "user", user_is_login: "false",
  });

  // A profile: the next cards come when the reader gets near the end of those that are there.
  const profile = (app, account) => {
    const place = document.getElementById("app");
    let cursor = "0", busy = false, ended = false;
    const near = () => innerHeight + scrollY + 800 >= document.documentElement.scrollHeight;
    const card = (item) => {
      const made = document.createElement("div");
      made.dataset.e2e = "user-post-item";
      made.style.height = "320px";
      const link = document.createElement("a");
      link.href = `/@${item.author.uniqueId}/${item.imagePost ? "photo" : "video"}/${item.id}`;
      link.textContent = item.desc || item.id;
      made.append(link);
      return made;
    };
    const more = () => new Promise((done) => {
      const query = own(app);
      query.set("secUid", account.secUid);
      query.set("count", cursor === "0" ? "35" : "16");
      query.set("cursor", cursor);
      query.set("coverFormat", "2");
      query.set("post_item_list_request_type", "0");
      query.set("needPinnedItemIds", "true");
      const request = new XMLHttpRequest();
      request.open("GET", "/api/post/item_list/?" + query);
      request.setRequestHeader("X-Standin-Own", "1");
      request.onloadend = () => {
        try {
          const page = JSON.parse(request.responseText);
          place.append(...(page.itemList || []).map(card));
          ended = !page.hasMore || page.cursor === cursor;
          cursor = page.cursor;
        } catch {
          ended = true;
        }
        done();
      };
      request.send();
    });
    const look = async () => {
      if (busy) return;
      busy = true;
      while (!ended && near()) await more();
      busy = false;
    };
    addEventListener("scroll", look, { passive: true });
    return look();
  };

  const start = async () => {
    const app = context();
    if (!app || !app.nonce) return;
    const proof = mix([app.nonce, location.pathname, app.wid].join("\n"));
    const query = new URLSearchParams({ nonce: app.nonce, path: location.pathname, proof });
    const since = performance.now();
    const answer = await (await native.fetch("/webapp/sdk/key?" + query)).json();
    await wait(answer.ready_ms);
    load = { ...answer, since, count: 1 };
    install();
    await report("ready");
    dispatchEvent(new CustomEvent("sdk-ready", { detail: answer.lists }));
    const state = document.getElementById("__UNIVERSAL_DATA_FOR_REHYDRATION__");
    const detail = state && JSON.parse(state.textContent).__DEFAULT_SCOPE__["webapp.user-detail"];
    if (answer.lists && detail && detail.userInfo && detail.userInfo.user) await profile(app, detail.userInfo.user);
    await wait(answer.ready_ms + 200);
    await report("seen");
  };

  const begin = () => start().catch(() => {});
  if (document.readyState === "complete") begin(); else addEventListener("load", begin);
})();
