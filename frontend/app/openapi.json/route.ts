export { passOn as GET, passOn as HEAD } from "@/lib/api-gateway";
