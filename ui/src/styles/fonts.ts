// BIZ UDPGothic (SIL Open Font License 1.1), bundled: no clinic PC has to have it. Imported from here
// and not by CSS, so that the build sees each file and can drop the WOFF twins.
import "@fontsource/biz-udpgothic/400.css";
import "@fontsource/biz-udpgothic/700.css";
