// The door to libxml2. ICU is hidden: its types clash with the ones Swift's Foundation brings, and
// we never touch a converter.
#pragma once
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <libxml/tree.h>
#include <iconv.h>
#include <string.h>
