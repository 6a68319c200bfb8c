"use strict";
// Additions only: every page works without this.
document.addEventListener("DOMContentLoaded", () => {
  const errors = document.getElementById("errors");
  if (errors) errors.focus();
  const ending = document.getElementById("ending");
  if (ending) {
    let left = Number(ending.dataset.minutes);
    const show = () => {
      ending.hidden = left > 5;
      ending.querySelector("b").textContent = String(Math.max(0, left));
      left -= 1;
    };
    show();
    setInterval(show, 60000);
  }
});
