// What is wrong with how a page or a picture is laid out, as a list of sentences.
(() => {
  const wrong = [];
  const box = (it) => it.getBoundingClientRect();
  const overlap = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const inside = (a, b) => a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
  // A font's line is higher than its letters, and the one that a browser falls back to higher still.
  const letters = (a) => ({ left: a.left, right: a.right, top: a.top + a.height * 0.25, bottom: a.bottom - a.height * 0.25 });
  const words = (it) => JSON.stringify(it.textContent.slice(0, 40));
  for (const svg of document.querySelectorAll("svg")) {
    const whole = box(svg);
    const texts = [...svg.querySelectorAll("text")].map((it) => [it, box(it)]);
    for (const [text, area] of texts) {
      if (!inside(area, whole)) wrong.push(`${words(text)} is cut by the edge of the picture`);
      if (getComputedStyle(text).userSelect === "none") wrong.push(`${words(text)} cannot be selected`);
      const frame = text.parentElement.querySelector(":scope > rect");
      if (frame && !inside(area, box(frame))) wrong.push(`${words(text)} is not inside of its box`);
    }
    texts.forEach(([text, area], index) => {
      for (const [other, around] of texts.slice(0, index)) {
        if (overlap(letters(area), letters(around))) wrong.push(`${words(text)} is on ${words(other)}`);
      }
    });
    const nodes = [...svg.querySelectorAll("g.node > rect")].map((it) => [it, box(it)]);
    for (const [label, area] of texts.filter(([it]) => it.classList.contains("label"))) {
      for (const [node, around] of nodes) {
        if (overlap(area, around)) wrong.push(`${words(label)} is on the box ${words(node.parentElement)}`);
      }
    }
  }
  const root = document.documentElement;
  if (root.localName === "html") {
    for (const figure of document.querySelectorAll("figure")) {
      const frame = figure.querySelector(".frame");
      const isSaid = getComputedStyle(figure.querySelector(".scrolls")).display !== "none";
      if (frame.scrollWidth > frame.clientWidth && !isSaid) wrong.push(`${words(figure)} scrolls, which is not said`);
      const least = parseFloat(getComputedStyle(figure.querySelector("svg")).minWidth);
      if (isSaid && box(figure).width > least + 3) wrong.push(`${words(figure)} does not scroll`);
      const [title, first] = [document.querySelector("h1"), figure].map((it) => box(it).left);
      if (Math.abs(title - first) > 1) wrong.push(`${words(figure)} begins ${title - first} left of the title`);
      for (const text of figure.querySelectorAll("svg text")) {
        const scale = text.getScreenCTM().a * parseFloat(getComputedStyle(text).fontSize);
        if (scale < 8) wrong.push(`${words(text)} is only ${scale} high`);
      }
    }
    if (root.scrollWidth > root.clientWidth) wrong.push(`the page is ${root.scrollWidth} wide in ${root.clientWidth}`);
    const blocks = [...document.querySelectorAll("h1, h2, main > p, dt, dd, li, pre, figure")].map((it) => [it, box(it)]);
    blocks.forEach(([block, area], index) => {
      if (block.localName !== "figure" && block.scrollWidth > block.clientWidth + 1) wrong.push(`${words(block)} is cut`);
      for (const [other, around] of blocks.slice(0, index)) {
        if (overlap(area, around)) wrong.push(`${words(block)} is on ${words(other)}`);
      }
    });
  }
  return wrong;
})()
