// The button is none, so a click has to be caught by hand.
"use strict";

document.getElementById("call-me-back").addEventListener("click", () => {
  document.getElementById("call-back").submit();
});
