#!/bin/sh
# Dépose un CDA de type compte rendu : depot.sh DOSSIER_DE_CARTE INS OID CDA.xml
set -eu
here=$(dirname "$0") card=$1 ins=$2 oid=$3 cda=$4
field() { tr -d '\n' < "$card/card.json" | sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p"; }
first() { sed -n "s/.*$1.*/\1/p" "$cda" | head -n 1; }
"$here/appel.sh" "$card" "$ins" "$oid" repository "$here/td21-depot.xml" \
    "document=$(first '<id root="\([0-9.]*\)" *\/>')" \
    "type=$(first '<code code="\([^"]*\)"')" \
    "set=2.25.$(date +%s%N)" \
    "author=$(field idNat)^$(field familyName)^$(field givenName)" \
    "institution=$(field name)^^^^^\\&amp;1.2.250.1.71.4.2.2\\&amp;ISO^IDNST^^^$(field idnst)" \
    "content=$(base64 -w0 "$cda")"
