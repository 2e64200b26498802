// The script of Shop pages. Once the page signs, it fetches the Shop's own cookie; then, whenever the reader gets
// near the end of what is there, it asks for the next cards of the page's list, or the next reviews of its product.
(() => {
  "use strict";
  const NEAR = 800, REVIEWS = 20, FAILURES = 3;
  const near = () => innerHeight + scrollY + NEAR >= document.documentElement.scrollHeight;

  const query = () => {
    const told = document.querySelector("script[data-nonce]").dataset;
    return new URLSearchParams({
      aid: "1988", app_name: "tiktok_web", channel: "tiktok_web", app_language: "en", device_platform: "web_pc",
      browser_language: navigator.language, browser_name: "Mozilla", browser_online: "true", cookie_enabled: "true",
      browser_platform: navigator.platform, browser_version: navigator.userAgent.replace(/^Mozilla\//, ""),
      device_id: told.wid, odinId: told.odinId, user_is_login: "false",
    });
  };

  const post = async (path, body) => {
    const headers = { "Content-Type": "application/json", "X-Standin-Own": "1" };
    const answer = await fetch(`${path}?${query()}`, { method: "POST", headers, body: JSON.stringify(body) });
    return (await answer.json()).data;
  };

  const box = (kind, height, text, href) => {
    const made = document.createElement("div"), inner = document.createElement(href ? "a" : "span");
    made.dataset.e2e = kind;
    made.style.height = height;
    if (href) inner.href = href;
    inner.textContent = text;
    made.append(inner);
    return made;
  };

  const end = (place, text) => {
    const made = document.createElement("span");
    made.dataset.e2e = "end";
    made.textContent = text;
    place.after(made);
  };

  // Runs `step` for every look until it says that there is no more; steps never overlap. One that fails is tried
  // again at the next look, until it failed too often in a row.
  const follow = (step, done) => {
    let busy = false, ended = false, failed = 0;
    const look = async () => {
      if (busy || ended) return;
      busy = true;
      do {
        const more = await step().catch(() => null);
        failed = more === null ? failed + 1 : 0;
        ended = more === false || failed === FAILURES;
      } while (!ended && !failed && near());
      busy = false;
      if (ended) done();
    };
    addEventListener("scroll", () => { if (near()) look(); }, { passive: true });
    return look;
  };

  const list = (feed) => {
    const place = document.getElementById("products"), { component_data: data, ...component } = feed;
    const path = `/api/shop/brandy_desktop/${feed.component_name.includes("store") ? "store" : "s"}/product_list`;
    let params = data.load_more_params;
    const button = document.createElement("button");
    button.id = "view-more";
    button.textContent = "View more";
    const look = follow(async () => {
      const found = await post(path, {
        component_info: JSON.stringify(component),
        load_more_params: JSON.stringify({ filters: [], exclude_product_ids: [], seller_id: "", ...params }),
      });
      const cards = found.products || found.productList;
      place.append(...cards.map((each) =>
        box("product-card", "320px", each.title, new URL(each.seo_url.canonical_url).pathname)));
      params = found.load_more_params;
      return found.has_more;
    }, () => { button.remove(); end(place, "No more products"); });
    button.addEventListener("click", look);
    place.after(button);
  };

  const reviews = (product) => {
    const place = document.getElementById("reviews");
    let number = 1;
    follow(async () => {
      const found = await post("/api/shop/pdp_desktop/get_product_reviews", {
        product_id: product, page_start: number, page_size: REVIEWS, sort_rule: 1,
        review_filter: { filter_type: 1, filter_value: 6 }, component_name: "pdp_left_reviews",
      });
      place.append(...found.product_reviews.map((each) => box("review", "160px", each.review_text)));
      number++;
      return found.has_more;
    }, () => end(place, "No more reviews"));
  };

  addEventListener("sdk-ready", async (event) => {
    await fetch("/webapp/sdk/lucifer", { method: "POST", body: "{}" });
    const state = document.getElementById("__MODERN_ROUTER_DATA__");
    if (!event.detail || !state) return;
    const pages = Object.values(JSON.parse(state.textContent).loaderData);
    const parts = pages.find((each) => each && each.page_config).page_config.components_map;
    const feed = parts.find((each) => each.component_data && each.component_data.load_more_params);
    if (feed && document.getElementById("products")) list(feed);
    const told = parts.find((each) => each.component_type === "product_info");
    const info = told && told.component_data && told.component_data.product_info;
    if (info) reviews((info.product_model || info).product_id);
    document.documentElement.dataset.shop = "ready";
  });
})();
