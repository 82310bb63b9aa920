#!/usr/bin/env bash
# Builds a Kubernetes of one node for `make cluster-test`, where no image of one can be had: the sources of 1.20.2 as Debian has
# them, by a pinned hash. Twenty minutes on two cores, 3 GB while it builds. Prints the folder of the binaries.
#
#   apt-get install --no-install-recommends golang-go rsync jq make curl     what it takes to build
#   tools/kubernetes.sh [FOLDER]                                             ~/.cache/cvdeep/kubernetes unless said
set -euo pipefail

archive="https://deb.debian.org/debian/pool/main/k/kubernetes/kubernetes_1.20.5+really1.20.2.orig.tar.gz"
sha256="b83c0780efb182d928dc63d46488a847f161f04e40a94b96bf5247dd671ecdfc"
programs="kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl"
folder="${1:-${CVDEEP_KUBERNETES_BIN:-$HOME/.cache/cvdeep/kubernetes}}"

all_there() { for program in $programs; do [ -x "$folder/$program" ] || return 1; done; }
if all_there; then echo "$folder"; exit 0; fi
for needed in go rsync jq make curl; do
  command -v "$needed" > /dev/null || { echo "kubernetes: $needed is missing, see the head of $0" >&2; exit 1; }
done

work="$(mktemp -d "${TMPDIR:-/tmp}/kubernetes.XXXXXX")"
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
curl --fail --silent --show-error --location --output kubernetes.tar.gz "$archive"
echo "$sha256  kubernetes.tar.gz" | sha256sum --check --quiet -
mkdir source
tar --extract --gzip --file kubernetes.tar.gz --directory source --strip-components 1

cd source
# The sources are of a time when a GOPATH was the rule.
mkdir -p .go/src/k8s.io
ln -s ../../.. .go/src/k8s.io/kubernetes
export GOPATH="$PWD/.go" GOCACHE="$work/cache" HOME="$work" CGO_ENABLED=0
export KUBE_GIT_VERSION=v1.20.2 KUBE_GIT_MAJOR=1 KUBE_GIT_MINOR=20 KUBE_GIT_COMMIT=unknown KUBE_GIT_TREE_STATE=clean
make WHAT="$(printf 'cmd/%s ' $programs)" >&2
mkdir -p "$folder"
for program in $programs; do install -m 755 "_output/bin/$program" "$folder/"; done
echo "$folder"
