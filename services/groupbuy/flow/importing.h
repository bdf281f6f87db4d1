/* Files of products: how an import is shown. */
#ifndef GROUPBUY_FLOW_IMPORTING_H
#define GROUPBUY_FLOW_IMPORTING_H

#include "groupbuy/catalogue.h"
#include "groupbuy/store/import_store.h"

void import_view(struct call *call, const struct product_import *import, Gb__ProductImport *out);

#endif
