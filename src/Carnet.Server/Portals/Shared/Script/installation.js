// Asks the browser to keep the page that is shown without a connection, and nothing else.
"use strict";
if (navigator.serviceWorker) {
  const address = "/hors-ligne.js";
  const only = window.trustedTypes
    ? trustedTypes.createPolicy("carnet", { createScriptURL: () => address }).createScriptURL(address)
    : address;
  navigator.serviceWorker.register(only).catch(() => { });
}
