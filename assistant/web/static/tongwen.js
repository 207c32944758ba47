// The page's own script: markers lead to their quotes and back, copy, Esc, the input method's Enter, where to scroll.
// It adds no content: all words come from the server, already safe.
(() => {
  'use strict';
  const LONGEST = 500000; // characters; more would not pass the server's size limit
  const byId = (id) => document.getElementById(id);
  const isCalm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const goTo = (element, block) => element.scrollIntoView({ behavior: isCalm() ? 'auto' : 'smooth', block });

  function putOut() {
    document.querySelectorAll('.is-lit').forEach((one) => one.classList.remove('is-lit'));
  }

  function showQuote(link) {
    const spot = byId(link.getAttribute('href').slice(1));
    if (!spot) return;
    for (let folded = spot.closest('details'); folded; folded = folded.parentElement.closest('details')) folded.open = true;
    const card = spot.closest('.card');
    putOut();
    link.classList.add('is-lit');
    card.classList.add('is-lit');
    card.querySelectorAll(`mark[data-markers~="${spot.dataset.number}"]`).forEach((mark) => mark.classList.add('is-lit'));
    const back = card.querySelector('.back');
    if (back) back.dataset.back = spot.id;
    const isBeside = getComputedStyle(byId('evidence')).position === 'sticky';
    goTo(card, isBeside ? 'nearest' : card.offsetHeight > window.innerHeight / 2 ? 'start' : 'center');
    card.focus({ preventScroll: true });
  }

  function showAnswer(link) {
    const marker = document.querySelector(`a.marker[href="#${CSS.escape(link.dataset.back)}"]`);
    if (!marker) return;
    goTo(marker, 'center');
    marker.focus({ preventScroll: true });
  }

  async function copy(button) {
    const words = button.dataset.text;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const field = Object.assign(document.createElement('textarea'), { value: words, className: 'spoken' });
      document.body.append(field);
      field.select();
      document.execCommand('copy');
      field.remove();
    }
    const label = button.querySelector('span');
    const before = label.textContent;
    if (before === button.dataset.done) return;
    label.textContent = button.dataset.done;
    setTimeout(() => { label.textContent = before; }, 1600);
  }

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a.marker, a.back');
    const button = event.target.closest('button[data-act="copy"]');
    if (link) {
      event.preventDefault();
      (link.classList.contains('marker') ? showQuote : showAnswer)(link);
    } else if (button) {
      copy(button);
    }
  });

  // Before Gradio sees the key: Enter that ends an input method's word sends nothing, nor does what is far too long.
  const ofQuestion = (event) => event.target.closest && event.target.closest('#question');
  const isTooLong = () => (document.querySelector('#question textarea')?.value.length || 0) > LONGEST;
  function refuse(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    const line = document.createElement('p');
    line.className = 'notice';
    line.setAttribute('role', 'alert');
    line.textContent = document.querySelector('[data-too-long]').dataset.tooLong;
    byId('notice').replaceChildren(line);
  }
  for (const kind of ['keydown', 'keypress']) {
    document.addEventListener(kind, (event) => {
      if (event.key !== 'Enter' || !ofQuestion(event)) return;
      if (event.isComposing || event.keyCode === 229) event.stopImmediatePropagation();
      else if (!event.shiftKey && isTooLong()) refuse(event);
    }, true);
  }
  document.addEventListener('click', (event) => {
    if (event.target.closest('#ask') && isTooLong()) refuse(event);
  }, true);

  document.addEventListener('keydown', (event) => {
    const stop = byId('stop');
    if (event.key === 'Escape' && !event.isComposing && stop && stop.offsetParent !== null) stop.click();
    if (event.key === 'Enter' && event.target.matches('input[data-reason]')) {
      event.target.parentElement.querySelector('button').click();
    }
  });

  // What the server changed: the language of the page, the name of the question field, a new question to look at.
  let newest = '';
  function follow() {
    const name = document.querySelector('[data-language]');
    const field = document.querySelector('#question textarea');
    if (name && document.documentElement.lang !== name.dataset.language) document.documentElement.lang = name.dataset.language;
    if (name && field && field.getAttribute('aria-label') !== name.dataset.ask) field.setAttribute('aria-label', name.dataset.ask);
    const turn = document.querySelector('#latest .turn');
    const number = turn ? turn.dataset.number : '';
    if (number !== newest) {
      newest = number;
      putOut();
      if (turn && turn.getAttribute('aria-busy') === 'true') goTo(turn, 'start');
    }
    document.body.classList.toggle('has-talk', Boolean(turn));
  }
  new MutationObserver(follow).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ['data-language', 'data-number', 'data-ask'],
  });
})();
