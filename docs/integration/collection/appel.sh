#!/bin/sh
# Envoie une requête de la collection : appel.sh DOSSIER_DE_CARTE INS OID SERVICE FICHIER.xml [VARIABLE=VALEUR…]
set -eu
here=$(dirname "$0") card=$1 ins=$2 oid=$3 service=$4 body=$5; shift 5
action=$(sed -n '1s/^<!-- action: \(.*\) -->$/\1/p' "$body")
text=$(sed -e 1d -e "s|{{ins}}|$ins|g; s|{{oid}}|$oid|g; s|{{now}}|$(date -u +%Y%m%d%H%M%S)|g" "$body")
for pair in "$@"; do text=$(printf '%s' "$text" | sed "s|{{${pair%%=*}}}|${pair#*=}|g"); done
printf '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing"><s:Header><wsa:Action s:mustUnderstand="true">%s</wsa:Action><wsa:MessageID>urn:uuid:%s</wsa:MessageID><wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">%s</wsse:Security></s:Header><s:Body>%s</s:Body></s:Envelope>' \
    "$action" "$(cat /proc/sys/kernel/random/uuid)" "$("$here/vihf.sh" "$card" "$ins" "$oid")" "$text" |
    curl -sS --cert "$card/auth.pem" --key "$card/auth.key" --cacert "$card/../../ca.pem" \
        -H "Content-Type: application/soap+xml; charset=utf-8; action=\"$action\"" --data-binary @- \
        "${URL:-https://localhost:8444}/si-dmp-server/v2/services/$service"
