// Asks the browser for a passkey, puts its answer into the form and sends the form. Nothing is kept, nothing is fetched.
"use strict";
{
  const form = document.querySelector("form[data-cle]");
  const able = window.PublicKeyCredential && PublicKeyCredential.parseCreationOptionsFromJSON && PublicKeyCredential.parseRequestOptionsFromJSON;
  if (form && able) {
    const failed = document.getElementById("cle-echec");
    document.getElementById("cle-sans-script").hidden = true;
    form.hidden = false;
    form.addEventListener("submit", async event => {
      event.preventDefault();
      failed.hidden = true;
      const options = JSON.parse(form.dataset.options);
      try {
        const answer = form.dataset.cle === "creer"
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
        form.elements.reponse.value = JSON.stringify(answer);
        form.submit();
      } catch {
        failed.hidden = false;
        failed.focus();
      }
    });
  }
}
