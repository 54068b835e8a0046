.PHONY: run test test-fast check bench mutants audit pictures format setup tools
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
CONFIGURATION ?= Debug

setup:
	@git config core.hooksPath .githooks 2>/dev/null || true

# Build and start with the demo world; nothing else is needed than the .NET SDK.
run: setup
	dotnet run --project src/Carnet.Server --configuration Release -- serve --demo

# What the tests use besides the SDK: installed when missing, by Debian's and npm's ordinary clients.
tools:
	@eng/tools.sh

# Every test: both databases, independent signature tools, browser. Ends with one line of totals.
test: setup tools
	@eng/test.sh

# Under a minute: rules, formats, use cases on SQLite.
test-fast: setup
	dotnet test tests/Carnet.Tests --configuration $(CONFIGURATION) --nologo --verbosity quiet \
	  --filter "Category!=slow&Category!=postgres&Category!=corpus&FullyQualifiedName!~Endpoints&FullyQualifiedName!~Portals"

format:
	dotnet format whitespace Carnet.slnx
	dotnet format style Carnet.slnx --severity warn

check: setup
	dotnet format whitespace Carnet.slnx --verify-no-changes
	dotnet build Carnet.slnx --nologo --verbosity quiet
	$(MAKE) test-fast

bench: setup tools
	@eng/bench.sh

# Breaks each rule once and writes down which test notices; takes some minutes.
mutants:
	dotnet run eng/mutants.cs

# Lighthouse and pa11y over the pages of the demo; takes some minutes.
audit: setup tools
	@eng/audit.sh

# The pictures of the README: the twelve main pages of the patient's portal, on a telephone and on a screen.
pictures: setup
	mkdir -p docs/pictures
	CARNET_README_PICTURES=$(CURDIR)/docs/pictures dotnet test tests/Carnet.Browser.Tests --nologo --verbosity quiet \
	  --filter "FullyQualifiedName~PictureTests"
