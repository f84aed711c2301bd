// The door to libqrencode, which computes modules and draws nothing.
#pragma once
#include <qrencode.h>
